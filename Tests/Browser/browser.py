"""A headless Chromium that types, points and looks as a person would: trusted events with human-like timing."""
import os
import random
import shutil
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CODES = {" ": "Space", ",": "Comma", ".": "Period", "-": "Minus", "/": "Slash", ";": "Semicolon", "'": "Quote", "=": "Equal"}
NAMED = {"\b": ("Backspace", 8), "\n": ("Enter", 13), "\t": ("Tab", 9), "→": ("ArrowRight", 39), "←": ("ArrowLeft", 37), "↓": ("ArrowDown", 40),
         "↑": ("ArrowUp", 38), "⇱": ("Home", 36), "⎋": ("Escape", 27)}
SHIFTED = {"!": "1", "@": "2", "#": "3", "$": "4", "%": "5", "&": "7", "(": "9", ")": "0", "_": "-", "+": "=", ":": ";", '"': "'", "?": "/"}


class Typist:
    """How one simulated person types: a hold and a gap per key, drawn once per person and scattered per press."""

    def __init__(self, seed, speed=1.0, hold_ms=90, gap_ms=150, scatter=0.12):
        person = random.Random(seed)
        self.chance = random.Random(seed * 7919 + 1)
        self.scatter = scatter
        self.holds = {code: hold_ms * person.lognormvariate(0, 0.2) for code in range(32, 127)}
        self.gaps = {code: gap_ms / speed * person.lognormvariate(0, 0.35) for code in range(32, 127)}

    def press(self, character):
        code = ord(character.lower()) if 32 <= ord(character) < 127 else 32
        return (self.holds[code] * self.chance.lognormvariate(0, self.scatter) / 1000,
                self.gaps[code] * self.chance.lognormvariate(0, self.scatter) / 1000)


def start(arguments=(), is_person=True):
    """A fresh browser. `is_person` takes away the marks of automation, which the product would rightly flag."""
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,900",
                     "--hide-scrollbars", "--lang=en-US", "--disable-background-networking", *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.set_capability("pageLoadStrategy", "normal")
    if is_person:
        options.add_argument("--disable-blink-features=AutomationControlled")
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or "/usr/bin/chromedriver"))
    driver.set_page_load_timeout(30)
    if is_person:
        agent = driver.execute_script("return navigator.userAgent").replace("Headless", "")
        driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": agent})
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source":
            "for (const name of Object.getOwnPropertyNames(window)) if (/^[$]?cdc_/.test(name)) delete window[name];"})
    return driver


def key_event(character):
    """What the browser's key event of a character is made of: (key, code, virtual key code, text)."""
    if character in NAMED:
        name, number = NAMED[character]
        return name, name, number, "\r" if character == "\n" else ""
    base = SHIFTED.get(character, character).lower()
    if base.isalpha():
        code = "Key" + base.upper()
    elif base.isdigit():
        code = "Digit" + base
    else:
        code = CODES.get(base, "Backquote")
    return character, code, ord(base.upper()), character


def key(driver, character, hold=0.0):
    name, code, number, text = key_event(character)
    common = {"key": name, "code": code, "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number}
    down = dict(common, type="keyDown" if text else "rawKeyDown")
    if text:
        down["text"] = text
    driver.execute_cdp_cmd("Input.dispatchKeyEvent", down)
    time.sleep(hold)
    driver.execute_cdp_cmd("Input.dispatchKeyEvent", dict(common, type="keyUp"))


def type_text(driver, text, typist=None):
    """Types by trusted key events; with a typist in that person's rhythm, rolling over from key to key where the rhythm says so."""
    if typist is None:
        for character in text:
            key(driver, character)
        return
    plan, at = [], 0.0
    for character in text:
        hold, gap = typist.press(character)
        name, code, number, printed = key_event(character)
        common = {"key": name, "code": code, "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number}
        down = dict(common, type="keyDown" if printed else "rawKeyDown")
        if printed:
            down["text"] = printed
        plan += [(at, down), (at + hold, dict(common, type="keyUp"))]
        at += gap
    begun = time.monotonic()
    for moment, event in sorted(plan, key=lambda step: step[0]):
        time.sleep(max(0, begun + moment - time.monotonic()))
        driver.execute_cdp_cmd("Input.dispatchKeyEvent", event)


def paste(driver, text):
    """Puts the text on the page's clipboard and pastes it by the browser's own command."""
    driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    driver.execute_async_script("const done = arguments[1]; navigator.clipboard.writeText(arguments[0]).then(done, done)", text)
    driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "v", "code": "KeyV", "modifiers": 2,
                                                     "windowsVirtualKeyCode": 86, "commands": ["paste"]})
    driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", "key": "v", "code": "KeyV", "windowsVirtualKeyCode": 86})


def centre(driver, selector):
    return driver.execute_script(
        "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'nearest', behavior: 'instant'});"
        "const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]", selector)


def click(driver, selector, off=(3, 2), steps=6):
    """Moves the pointer to the element in a slight curve and presses a little beside its centre."""
    x, y = centre(driver, selector)
    x, y = x + off[0], y + off[1]
    for step in range(1, steps + 1):
        part = step / steps
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x * part + 20 * part * (1 - part),
                                                           "y": y * part + 5 * (1 - part)})
        time.sleep(0.015)
    for kind in ("mousePressed", "mouseReleased"):
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1})
        time.sleep(0.03)


def wait_for(condition, seconds=10.0, what="the condition"):
    """The condition's first true value; fails with `what` when none comes in time."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds:g} s for {what}")
        time.sleep(0.05)


def console_errors(driver):
    """What the console holds of errors since the last call."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
