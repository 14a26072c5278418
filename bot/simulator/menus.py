"""Rich menus, their images and aliases, and who sees which.

Source: Messaging API reference, "Rich menu", "Per-user rich menu", "Rich menu alias". Callers hold
the platform's lock.
"""

from __future__ import annotations

import secrets

from .errors import LineError, bad_request, content_type, not_found
from .model import Json
from .rules.richmenus import IMAGE_BYTES, fits, image_size

MOST_MENUS = 1000
IMAGE_TYPES = ("image/png", "image/jpeg")


class Menus:
    """Every rich menu of the channel."""

    def __init__(self) -> None:
        self.menus: dict[str, Json] = {}
        self.images: dict[str, tuple[str, bytes]] = {}
        self.aliases: dict[str, str] = {}
        self.default: str | None = None

    def create(self, menu: Json) -> str:
        """Keeps a valid menu and gives its id. Raises LineError when there are too many."""
        if len(self.menus) >= MOST_MENUS:
            # LINE does not publish this text.
            raise bad_request("the number of rich menus has reached the limit")
        menu_id = f"richmenu-{secrets.token_hex(16)}"
        fields = ("size", "selected", "name", "chatBarText", "areas")
        self.menus[menu_id] = {"richMenuId": menu_id} | {name: menu[name] for name in fields}
        return menu_id

    def get(self, menu_id: str, missing: str = "Not found") -> Json:
        """One menu. Raises LineError 404."""
        if (menu := self.menus.get(menu_id)) is None:
            raise not_found(missing)
        return menu

    def delete(self, menu_id: str) -> None:
        """Forgets a menu and its image; aliases to it stay and lead nowhere."""
        self.get(menu_id)
        del self.menus[menu_id]
        self.images.pop(menu_id, None)
        if self.default == menu_id:
            self.default = None

    def upload(self, menu_id: str, kind: str, image: bytes) -> None:
        """Sets the image of a menu, once. Raises LineError."""
        self.get(menu_id)
        if kind not in IMAGE_TYPES:
            raise content_type(kind)
        if menu_id in self.images:
            raise bad_request("An image has already been uploaded to the richmenu")
        size = image_size(image)
        if size is None or not fits(*size) or len(image) > IMAGE_BYTES:
            raise bad_request("The image size is not allowed for richmenu")
        self.images[menu_id] = (kind, image)

    def image(self, menu_id: str) -> tuple[str, bytes]:
        """Content type and bytes of a menu's image. Raises LineError 404."""
        if (image := self.images.get(menu_id)) is None:
            raise not_found()
        return image

    def shown(self, menu_id: str, missing: str = "Not found") -> str:
        """The id again, of a menu that can be shown. Raises LineError."""
        self.get(menu_id, missing)
        if menu_id not in self.images:
            raise bad_request("must upload richmenu image before applying it to user")
        return menu_id

    def add_alias(self, alias: str, menu_id: str) -> None:
        """Gives a menu another name. Raises LineError."""
        if alias in self.aliases:
            raise bad_request("conflict richmenu alias id")
        if len(self.aliases) >= MOST_MENUS:
            # LINE does not publish this text.
            raise bad_request("the number of rich menu aliases has reached the limit")
        self.aliases[alias] = self.aliasable(menu_id)

    def move_alias(self, alias: str, menu_id: str) -> None:
        """Lets an alias mean another menu. Raises LineError."""
        self.alias(alias)
        self.aliases[alias] = self.aliasable(menu_id)

    def aliasable(self, menu_id: str) -> str:
        """The id again, of a menu with an image. Raises LineError."""
        if menu_id not in self.images:
            raise LineError(400, "richmenu not found")
        return menu_id

    def alias(self, alias: str) -> str:
        """The menu an alias means. Raises LineError 404."""
        if (menu_id := self.aliases.get(alias)) is None:
            raise not_found("richmenu alias not found")
        return menu_id

    def switch(self, alias: str) -> tuple[str | None, Json]:
        """What a tap on a rich menu switch does: the menu to show, and the postback's params."""
        menu_id = self.aliases.get(alias)
        if menu_id is None:
            return None, {"status": "RICHMENU_ALIAS_ID_NOTFOUND"}
        if menu_id not in self.images:
            return None, {"status": "RICHMENU_NOTFOUND"}
        return menu_id, {"newRichMenuAliasId": alias, "status": "SUCCESS"}
