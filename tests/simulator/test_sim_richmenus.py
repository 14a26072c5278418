"""Rich menus: their rules, images, aliases, and who sees which."""

import copy
import json
import struct
import zlib

import pytest
from linebot.v3.messaging import (
    ApiException,
    CreateRichMenuAliasRequest,
    RichMenuBulkLinkRequest,
    RichMenuBulkUnlinkRequest,
    RichMenuRequest,
    UpdateRichMenuAliasRequest,
)

MENU = {
    "size": {"width": 2500, "height": 1686},
    "selected": True,
    "name": "Main",
    "chatBarText": "メニュー",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 1250, "height": 1686},
            "action": {"type": "richmenuswitch", "richMenuAliasId": "more", "data": "to=more"},
        },
        {
            "bounds": {"x": 1250, "y": 0, "width": 1250, "height": 1686},
            "action": {"type": "uri", "uri": "tel:119"},
        },
    ],
}
PNG, JPEG = {"Content-Type": "image/png"}, {"Content-Type": "image/jpeg"}


def png(width=2500, height=1686) -> bytes:
    """A white picture."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width, height) -> bytes:
    """The head of a JPEG, which is all that is looked at."""
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 9
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"\0" * 9 + frame


def create(line, image=True, **more) -> str:
    menu_id = line.api.create_rich_menu(RichMenuRequest.from_dict(MENU | more)).rich_menu_id
    if image:
        line.blob.set_rich_menu_image(menu_id, body=png(), _headers=PNG)
    return menu_id


def error_of(call, *args):
    with pytest.raises(ApiException) as error:
        call(*args)
    return error.value.status, json.loads(error.value.body)["message"]


def shown_to(line, user):
    residents = line.phones("GET", "state").json()["residents"]
    return next(r["richMenuId"] for r in residents if r["userId"] == user)


def test_a_menu_is_made_read_listed_and_deleted(line):
    menu_id = create(line)
    assert line.api.get_rich_menu(menu_id).name == "Main"
    assert [menu.rich_menu_id for menu in line.api.get_rich_menu_list().richmenus] == [menu_id]
    assert line.phones("GET", f"richmenu/{menu_id}").json()["areas"] == MENU["areas"]
    line.api.delete_rich_menu(menu_id)
    assert error_of(line.api.get_rich_menu, menu_id) == (404, "Not found")


def test_an_image_comes_back_as_it_went(line):
    menu_id = create(line)
    assert line.blob.get_rich_menu_image(menu_id) == png()
    assert line.phones("GET", f"richmenu/{menu_id}/image").content == png()


def test_an_image_cannot_be_replaced(line):
    menu_id = create(line)
    refused = error_of(lambda: line.blob.set_rich_menu_image(menu_id, body=png(), _headers=PNG))
    assert refused == (400, "An image has already been uploaded to the richmenu")


@pytest.mark.parametrize(
    "image",
    [
        png(799, 500),
        png(800, 249),
        png(1000, 700),
        b"GIF89a",
        jpeg(2501, 800),
        png() + b"\0" * 2**20,
    ],
)
def test_images_of_other_sizes_are_refused(line, image):
    menu_id = create(line, image=False)
    refused = error_of(lambda: line.blob.set_rich_menu_image(menu_id, body=image, _headers=PNG))
    assert refused == (400, "The image size is not allowed for richmenu")


def test_a_jpeg_is_taken_and_a_gif_is_not(line):
    menu_id = create(line, image=False)
    gif = {"Content-Type": "image/gif"}
    refused = error_of(lambda: line.blob.set_rich_menu_image(menu_id, body=b"GIF", _headers=gif))
    assert refused == (415, "The content type, image/gif, is not supported")
    line.blob.set_rich_menu_image(menu_id, body=jpeg(2500, 843), _headers=JPEG)


def test_a_menu_needs_its_image_before_it_is_shown(line):
    menu_id, user = create(line, image=False), line.friend()
    text = "must upload richmenu image before applying it to user"
    assert error_of(line.api.set_default_rich_menu, menu_id) == (400, text)
    assert error_of(line.api.link_rich_menu_id_to_user, user, menu_id) == (400, text)


def test_an_own_menu_goes_before_the_default_one(line):
    default, own, user = create(line), create(line), line.friend()
    stranger = line.platform.add_resident("Stranger").user_id
    assert error_of(line.api.get_default_rich_menu_id) == (404, "no default richmenu")
    line.api.set_default_rich_menu(default)
    assert line.api.get_default_rich_menu_id().rich_menu_id == default
    assert (shown_to(line, user), shown_to(line, stranger)) == (default, None)
    assert error_of(line.api.get_rich_menu_id_of_user, user) == (404, "the user has no richmenu")
    line.api.link_rich_menu_id_to_user(user, own)
    assert line.api.get_rich_menu_id_of_user(user).rich_menu_id == own
    assert shown_to(line, user) == own
    line.api.unlink_rich_menu_id_from_user(user)
    line.api.cancel_default_rich_menu()
    assert shown_to(line, user) is None


def test_many_residents_are_linked_at_once(line):
    menu_id, users = create(line), [line.friend(), line.friend()]
    line.api.link_rich_menu_id_to_users(RichMenuBulkLinkRequest(richMenuId=menu_id, userIds=users))
    assert [shown_to(line, user) for user in users] == [menu_id, menu_id]
    line.api.unlink_rich_menu_id_from_users(RichMenuBulkUnlinkRequest(userIds=users))
    assert [shown_to(line, user) for user in users] == [None, None]
    unknown = RichMenuBulkUnlinkRequest(userIds=["U" + "0" * 32])
    _, text = error_of(line.api.unlink_rich_menu_id_from_users, unknown)
    assert text == "The property, 'userIds[0]', in the request body is invalid (line: -, column: -)"


def test_linking_who_blocked_does_nothing(line):
    menu_id, user = create(line), line.friend()
    line.phones("POST", f"residents/{user}/block")
    line.api.link_rich_menu_id_to_user(user, menu_id)
    assert line.platform.residents[user].menu is None


def test_aliases_are_made_moved_and_deleted(line):
    first, second = create(line), create(line)
    alias = CreateRichMenuAliasRequest(richMenuAliasId="more", richMenuId=first)
    line.api.create_rich_menu_alias(alias)
    assert error_of(line.api.create_rich_menu_alias, alias) == (400, "conflict richmenu alias id")
    line.api.update_rich_menu_alias("more", UpdateRichMenuAliasRequest(richMenuId=second))
    assert line.api.get_rich_menu_alias("more").rich_menu_id == second
    listed = [a.rich_menu_alias_id for a in line.api.get_rich_menu_alias_list().aliases]
    assert listed == ["more"]
    line.api.delete_rich_menu_alias("more")
    assert error_of(line.api.get_rich_menu_alias, "more") == (404, "richmenu alias not found")


def test_an_alias_needs_a_menu_with_an_image(line):
    bare = create(line, image=False)
    alias = CreateRichMenuAliasRequest(richMenuAliasId="more", richMenuId=bare)
    assert error_of(line.api.create_rich_menu_alias, alias) == (400, "richmenu not found")


def test_a_switch_shows_the_other_menu_and_tells_the_bot(line, bot):
    user, target = line.friend(), create(line)
    tap = {"as": user, "data": "to=more", "params": {"newRichMenuAliasId": "more"}}
    line.phones("POST", f"chats/{user}/postback", tap)
    alias = CreateRichMenuAliasRequest(richMenuAliasId="more", richMenuId=target)
    line.api.create_rich_menu_alias(alias)
    line.phones("POST", f"chats/{user}/postback", tap)
    line.settle()
    assert [event["postback"]["params"] for event in bot.events] == [
        {"status": "RICHMENU_ALIAS_ID_NOTFOUND"},
        {"newRichMenuAliasId": "more", "status": "SUCCESS"},
    ]
    assert shown_to(line, user) == target


def changed(*where, to):
    menu = copy.deepcopy(MENU)
    holder = menu
    for key in where[:-1]:
        holder = holder[key]
    holder[where[-1]] = to
    return menu


@pytest.mark.parametrize(
    ("menu", "where", "what"),
    [
        (changed("name", to=None), "name", "must be specified"),
        (changed("chatBarText", to="メ" * 15), "chatBarText", "Length must be between 0 and 14"),
        (changed("areas", 1, "action", "uri", to="x://y"), "areas[1].action.uri", "invalid uri"),
        (changed("areas", to=MENU["areas"] * 11), "areas", "Size must be between 0 and 20"),
        (
            changed("areas", 0, "bounds", "x", to=-1),
            "areas[0].bounds.x",
            "must be greater than or equal to 0",
        ),
        (
            changed("areas", 1, "bounds", "width", to=1251),
            "areas[1].bounds",
            "must be inside of the rich menu",
        ),
        (changed("size", "width", to=2501), "size.width", "Must be between 800 and 2500"),
        (
            changed("size", "height", to=1800),
            "size",
            "aspect ratio must be greater than or equal to 1.45",
        ),
    ],
)
def test_a_wrong_menu_is_refused_by_create_and_validate(line, menu, where, what):
    for path in ("/v2/bot/richmenu", "/v2/bot/richmenu/validate"):
        answer = line.post(path, menu)
        assert answer.json() == {
            "message": "The request body has 1 error(s)",
            "details": [{"message": what, "property": where}],
        }


def test_a_right_menu_is_valid(line):
    line.api.validate_rich_menu_object(RichMenuRequest.from_dict(MENU))


def test_menus_are_made_a_hundred_times_an_hour(line):
    for _ in range(100):
        create(line, image=False)
    assert error_of(create, line)[0] == 429
