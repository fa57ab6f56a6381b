"""What the bot says of itself: name, descriptions, commands, menu button."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.sandbox import limits
from bot.sandbox.errors import bad_request
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import State

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION = 256
TEXTS = {  # the method's last word, its parameter, its longest
    "Name": ("name", limits.NAME),
    "Description": ("description", limits.DESCRIPTION),
    "ShortDescription": ("short_description", limits.SHORT_DESCRIPTION),
}


def get_me(state: State, _: Parameters) -> dict[str, Any]:
    """``getMe``."""
    return state.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(state: State, parameters: Parameters) -> bool:
    """``setMyCommands``."""
    commands = parameters.listing("commands")
    if len(commands) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.profile.commands[_scope(parameters)] = [
        {"command": str(command["command"]).removeprefix("/"), "description": str(command["description"])}
        for command in commands
    ]
    return True


def get_my_commands(state: State, parameters: Parameters) -> list[dict[str, str]]:
    """``getMyCommands``, of exactly this scope and language."""
    return state.profile.commands.get(_scope(parameters), [])


def delete_my_commands(state: State, parameters: Parameters) -> bool:
    """``deleteMyCommands``."""
    state.profile.commands.pop(_scope(parameters), None)
    return True


def _scope(parameters: Parameters) -> tuple[str, str]:
    scope = parameters.mapping("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), _language(parameters)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _set_text(word: str, state: State, parameters: Parameters) -> bool:
    name, longest = TEXTS[word]
    text = parameters.text(name)
    if len(text) > longest:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    state.profile.texts[word, _language(parameters)] = text
    return True


def _get_text(word: str, state: State, parameters: Parameters) -> dict[str, str]:
    texts = state.profile.texts
    default = state.bot.first_name if word == "Name" else ""
    text = texts.get((word, _language(parameters))) or texts.get((word, "")) or default
    return {TEXTS[word][0]: text}


def set_chat_menu_button(state: State, parameters: Parameters) -> bool:
    """``setChatMenuButton``, of one private chat or of all."""
    button = parameters.mapping("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: unsupported type")
    state.profile.menu_buttons[_private(state, parameters)] = button
    return True


def get_chat_menu_button(state: State, parameters: Parameters) -> dict[str, Any]:
    """``getChatMenuButton``: the chat's own, else everybody's."""
    buttons = state.profile.menu_buttons
    return buttons.get(_private(state, parameters)) or buttons.get(None) or {"type": "commands"}


def _private(state: State, parameters: Parameters) -> int | None:
    if not parameters.has("chat_id"):
        return None
    chat = state.chats.chat(parameters.integer("chat_id"))
    if chat.user is None:
        raise bad_request("chat not found")
    return chat.chat_id


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    **{f"setMy{word}": partial(_set_text, word) for word in TEXTS},
    **{f"getMy{word}": partial(_get_text, word) for word in TEXTS},
}
