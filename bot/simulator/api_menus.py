"""LINE's endpoints for rich menus.

Source: Messaging API reference, "Rich menu", "Per-user rich menu", "Rich menu alias".
"""

from __future__ import annotations

from .api import checked
from .api_people import user_id
from .errors import invalid_field, invalid_property, not_found
from .platform import Platform
from .rules import richmenus
from .rules.checks import Problems
from .wsgi import Answer, Call, Route, answer


def create(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu."""
    menu = checked(richmenus.RICH_MENU, call)
    with platform.lock:
        return answer({"richMenuId": platform.menus.create(menu)})


def validate(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu/validate."""
    checked(richmenus.RICH_MENU, call)
    return answer({})


def get(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/richmenu/{richMenuId}."""
    return answer(platform.menus.get(call.params["richMenuId"]))


def listed(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/richmenu/list."""
    with platform.lock:
        return answer({"richmenus": list(platform.menus.menus.values())})


def delete(platform: Platform, call: Call) -> Answer:
    """DELETE /v2/bot/richmenu/{richMenuId}."""
    with platform.lock:
        platform.menus.delete(call.params["richMenuId"])
        platform.note_all_residents()
    return answer({})


def upload(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu/{richMenuId}/content."""
    image = call.body
    with platform.lock:
        platform.menus.upload(call.params["richMenuId"], call.content_type, image)
    return answer({})


def download(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/richmenu/{richMenuId}/content."""
    kind, image = platform.menus.image(call.params["richMenuId"])
    return Answer(200, image, kind)


def set_default(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/user/all/richmenu/{richMenuId}."""
    with platform.lock:
        platform.menus.default = platform.menus.shown(call.params["richMenuId"])
        platform.note_all_residents()
    return answer({})


def get_default(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/user/all/richmenu."""
    if platform.menus.default is None:
        raise not_found("no default richmenu")
    return answer({"richMenuId": platform.menus.default})


def clear_default(platform: Platform, call: Call) -> Answer:
    """DELETE /v2/bot/user/all/richmenu."""
    with platform.lock:
        platform.menus.default = None
        platform.note_all_residents()
    return answer({})


def set_menu(platform: Platform, user: str, menu_id: str | None) -> None:
    """Links or unlinks a resident; nothing happens for those who are not friends."""
    resident = platform.residents.get(user)
    if resident is not None and resident.follows and not resident.blocked:
        resident.menu = menu_id
        platform.journal.note(resident)


def link(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/user/{userId}/richmenu/{richMenuId}."""
    user = user_id(call)
    with platform.lock:
        set_menu(platform, user, platform.menus.shown(call.params["richMenuId"]))
    return answer({})


def unlink(platform: Platform, call: Call) -> Answer:
    """DELETE /v2/bot/user/{userId}/richmenu."""
    user = user_id(call)
    with platform.lock:
        set_menu(platform, user, None)
    return answer({})


def linked(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/user/{userId}/richmenu: the resident's own link, not the default menu."""
    resident = platform.residents.get(user_id(call))
    if resident is None or resident.menu not in platform.menus.menus:
        raise not_found("the user has no richmenu")
    return answer({"richMenuId": resident.menu})


def known_users(platform: Platform, users: list[str]) -> list[str]:
    """User ids of this channel. Raises LineError for the first that is not."""
    for index, user in enumerate(users):
        if user not in platform.residents and user not in platform.gone:
            raise invalid_property(f"'userIds[{index}]'")
    return users


def bulk_link(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu/bulk/link; here it is done before the 202."""
    request = checked(richmenus.BULK_LINK, call)
    with platform.lock:
        menu_id = platform.menus.shown(request["richMenuId"], "richmenu not found")
        for user in known_users(platform, request["userIds"]):
            set_menu(platform, user, menu_id)
    return answer({}, 202)


def bulk_unlink(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu/bulk/unlink."""
    request = checked(richmenus.BULK_UNLINK, call)
    with platform.lock:
        for user in known_users(platform, request["userIds"]):
            set_menu(platform, user, None)
    return answer({}, 202)


def alias_id(call: Call) -> str:
    """The alias id in the path. Raises LineError."""
    problems = Problems()
    richmenus.alias_id(call.params["aliasId"], None, problems)
    if problems.found:
        raise invalid_field("invalid richMenuAliasId", "richMenuAliasId")
    return call.params["aliasId"]


def create_alias(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu/alias."""
    request = checked(richmenus.ALIAS, call)
    with platform.lock:
        platform.menus.add_alias(request["richMenuAliasId"], request["richMenuId"])
    return answer({})


def update_alias(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/richmenu/alias/{richMenuAliasId}."""
    request = checked(richmenus.ALIAS_UPDATE, call)
    with platform.lock:
        platform.menus.move_alias(alias_id(call), request["richMenuId"])
    return answer({})


def get_alias(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/richmenu/alias/{richMenuAliasId}."""
    alias = alias_id(call)
    return answer({"richMenuAliasId": alias, "richMenuId": platform.menus.alias(alias)})


def delete_alias(platform: Platform, call: Call) -> Answer:
    """DELETE /v2/bot/richmenu/alias/{richMenuAliasId}."""
    with platform.lock:
        platform.menus.alias(alias_id(call))
        del platform.menus.aliases[alias_id(call)]
    return answer({})


def list_aliases(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/richmenu/alias/list."""
    with platform.lock:
        aliases = sorted(platform.menus.aliases.items())
    return answer({"aliases": [{"richMenuAliasId": a, "richMenuId": m} for a, m in aliases]})


MENU = "/v2/bot/richmenu"
EVERYONE = "/v2/bot/user/all/richmenu"
ONE = "/v2/bot/user/{userId}/richmenu"
# Routes are tried in order: "all" is no user id, and "list" no menu.
ROUTES = (
    Route("POST", MENU, "richmenu create", create, 100, 3600),
    Route("POST", f"{MENU}/validate", "richmenu validate", validate),
    Route("GET", f"{MENU}/list", "richmenu list", listed, 10),
    Route("POST", f"{MENU}/bulk/link", "richmenu bulk link", bulk_link),
    Route("POST", f"{MENU}/bulk/unlink", "richmenu bulk unlink", bulk_unlink),
    Route("POST", f"{MENU}/alias", "alias create", create_alias),
    Route("GET", f"{MENU}/alias/list", "alias list", list_aliases),
    Route("GET", f"{MENU}/alias/{{aliasId}}", "alias get", get_alias),
    Route("POST", f"{MENU}/alias/{{aliasId}}", "alias update", update_alias),
    Route("DELETE", f"{MENU}/alias/{{aliasId}}", "alias delete", delete_alias, 100, 3600),
    Route("GET", f"{MENU}/{{richMenuId}}", "richmenu get", get),
    Route("DELETE", f"{MENU}/{{richMenuId}}", "richmenu delete", delete, 100, 3600),
    Route("POST", f"{MENU}/{{richMenuId}}/content", "richmenu upload", upload),
    Route("GET", f"{MENU}/{{richMenuId}}/content", "richmenu download", download),
    Route("POST", f"{EVERYONE}/{{richMenuId}}", "richmenu default", set_default),
    Route("GET", EVERYONE, "richmenu get default", get_default),
    Route("DELETE", EVERYONE, "richmenu clear default", clear_default),
    Route("POST", f"{ONE}/{{richMenuId}}", "richmenu link", link),
    Route("GET", ONE, "richmenu linked", linked),
    Route("DELETE", ONE, "richmenu unlink", unlink),
)
