"""The vault beside the conversations: notes, tags, earlier versions, sharing, files."""
import json
import os
import tempfile
import time
import zipfile

import browser
from accessibility import audit
from checks import Checks, equal, true
from inbox_page_tests import show, talk
from page_tests import shot
from signed_in import ACCOUNTS, PASSWORD, ask, count, fetch, js, press, put, text, wait, wait_text

vault = Checks()


def add(site, words, tags=""):
    press(site, "#add-note")
    put(site, "#note-words", words)
    put(site, "#note-tags", tags)
    press(site, ".note-form .main")
    wait(site, "return document.querySelector('#notes')", "the list")
    wait_text(site, "#notes", words[:40].split("\n")[0])


def open_note(site, words):
    js(site, "[...document.querySelectorAll('.note')].find(e => e.innerText.includes(arguments[0])).click()", words)
    wait(site, "return document.querySelector('.note-form')", "the note")


@vault("a note is added, found by tag and by word, and its markup stays text")
def notes(site):
    show(site, name="keeper")
    add(site, "The bees <b>swarm</b> in May & June", "Garden, bees and more, garden")
    add(site, "Honey is extracted in July", "garden")
    add(site, "The car needs winter tyres", "car")
    equal(js(site, "return [...document.querySelectorAll('#vault-tags .tag')].map(e => e.textContent)")[0], "garden2", "the commonest tag first")
    true("<b>swarm</b>" in text(site, "#notes") and count(site, "#notes b") == 0, "text stays text")
    js(site, "[...document.querySelectorAll('#vault-tags .tag')].find(e => e.textContent.startsWith('garden')).click()")
    wait_text(site, "#vault-state", "2 notes")
    js(site, "[...document.querySelectorAll('#vault-tags .tag')].find(e => e.textContent.startsWith('bees-and-more')).click()")
    wait_text(site, "#vault-state", "1 note")
    equal(count(site, "#vault-tags .tag[aria-pressed=true]"), 2, "chosen tags")
    press(site, "#vault-tags .tag[aria-pressed=true]")
    press(site, "#vault-tags .tag[aria-pressed=true]")
    wait_text(site, "#vault-state", "3 notes")
    put(site, "#vault-search", "winter tyre*")
    wait(site, "return document.querySelectorAll('#notes mark').length === 2", "the marks")
    equal(count(site, "#notes .note"), 1, "found")
    put(site, "#vault-search", "nothing like this")
    wait_text(site, "#notes", "No note fits.")
    put(site, "#vault-search", "")
    wait_text(site, "#vault-state", "3 notes")
    audit(site.driver, "/inbox with notes")
    shot(site, "vault")
    equal(browser.console_errors(site.driver), [], "console")


@vault("a note is changed and gets its earlier words back; two who change it at once lose nothing")
def versions(site):
    show(site, name="keeper")
    add(site, "Version one of a note", "draft")
    open_note(site, "Version one")
    put(site, "#note-words", "Version two of a note")
    press(site, ".note-form .main")
    wait_text(site, "#notes", "Version two")
    open_note(site, "Version two")
    press(site, ".history summary")
    wait_text(site, ".history", "Version one of a note")
    audit(site.driver, "/inbox with a note's history")
    shot(site, "vault-history")
    press(site, ".history .button")
    equal(js(site, "return document.querySelector('#note-words').value"), "Version one of a note", "the earlier words")
    entry = next(one for one in fetch(site, "/api/vault/list")[1]["entries"] if one["content"] == "Version two of a note")
    equal(fetch(site, "/api/vault/update", {"entry_id": entry["entry_id"], "content": "Changed elsewhere"})[0], 200, "a change by somebody else")
    press(site, ".note-form .main")
    wait_text(site, ".note-message", "changed this note meanwhile")
    equal(js(site, "return document.querySelector('#note-words').value"), "Version one of a note", "the words stay")
    press(site, ".note-message .link")
    wait(site, "return document.querySelector('#note-words').value === 'Changed elsewhere'", "the newer one")
    js(site, "document.querySelector('.note-buttons .sure button').click()")
    press(site, ".note-buttons .danger")
    wait(site, "return document.querySelector('#notes')", "the list")
    browser.wait_for(lambda: "Changed elsewhere" not in text(site, "#notes"), what="the note to go")
    browser.console_errors(site.driver)


@vault("a note is shared with the organization and taken back")
def sharing(site):
    show(site, name="keeper")
    add(site, "The alarm code is written under the mat", "office")
    open_note(site, "alarm code")
    press(site, "#note-share")
    press(site, ".note-form .main")
    browser.wait_for(lambda: count(site, "#notes") and "alarm code" not in text(site, "#notes"), what="it to leave the own notes")
    js(site, "[...document.querySelectorAll('#vault .filters button')].pop().click()")
    wait_text(site, "#notes", "alarm code")
    open_note(site, "alarm code")
    press(site, "#note-share")
    press(site, ".note-form .main")
    wait(site, "return document.querySelector('#notes')", "the list")
    wait_text(site, "#notes", "Nothing is shared")
    js(site, "document.querySelector('#vault .filters button').click()")
    wait_text(site, "#notes", "alarm code")
    equal(browser.console_errors(site.driver), [], "console")


@vault("what the assistant is told to remember stands in the vault, and it finds it again")
def remembered(site):
    show(site, name="keeper")
    true("Noted" in talk(site, "Remember that the lighthouse keeper is called Ines"), "the reply")
    wait_text(site, ".message.assistant .tools", "Remembered")
    wait_text(site, "#notes", "lighthouse keeper is called Ines")
    true("from a chat" in text(site, "#notes .note"), "where it came from")
    true("Ines" in talk(site, "What do you know about lighthouse?"), "it is found")
    wait_text(site, ".message.assistant:last-child .tools", "Looked into the vault")
    equal(browser.console_errors(site.driver), [], "console")


@vault("a file of 2,000 notes comes in with its progress, an odd one leaves all as it was, and exports hold everything")
def files(site):
    show(site, name="importer")
    notes = [{"content": f"Imported note number {number}", "tags": ["imported"], "created_at": "2026-01-01T00:00:00.000Z"} for number in range(2000)]
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in ("good.json", "bad.json")}
        for name, entries in (("good.json", notes), ("bad.json", [*notes[:5], {"content": "   "}])):
            with open(paths[name], "w", encoding="utf-8") as file:
                json.dump({"format": "vault/1", "entries": entries}, file)
        field = site.driver.find_element("css selector", "#import-file")
        js(site, """window.seen = new Set();
            new MutationObserver(() => { const e = document.querySelector('#import-state'); if (e) seen.add(e.textContent); })
                .observe(document.querySelector('#vault'), { subtree: true, childList: true, characterData: true })""")
        field.send_keys(paths["good.json"])
        browser.wait_for(lambda: "2,000 notes imported" in text(site, "#import-state"), 60, "the import")
        steps = js(site, "return [...seen]")
        true(any(" of 2,000" in step for step in steps), f"progress: {steps[:6]}")
        wait_text(site, "#vault-state", "2,000 notes")
        shot(site, "vault-imported")
        site.driver.find_element("css selector", "#import-file").send_keys(paths["bad.json"])
        wait_text(site, "#import-state", "Nothing was imported")
        equal(fetch(site, "/api/vault/list?limit=1")[1]["total"], 2000, "notes after the odd file")
    for kind in ("md", "json"):
        link = js(site, """return [...document.querySelectorAll('#vault-files a')].map(e => e.getAttribute('href'))
            .find(e => e.includes(arguments[0]))""", f"export.{kind}")
        found = site.driver.execute_async_script("""const [path, done] = arguments;
            fetch(path).then(async r => done([r.status, r.headers.get('Content-Disposition') || '',
                (await r.text()).split('Imported note number').length - 1]))""", link)
        true(found[0] == 200 and "attachment" in found[1] and found[2] == 2000, f"export.{kind}: {found}")
    browser.console_errors(site.driver)


def import_file(site, path):
    site.driver.find_element("css selector", "#import-file").send_keys(path)


@vault("an Obsidian vault comes in with its tags, and what of it was left out is said; ChatGPT's conversations stand in the inbox")
def other_programs(site):
    show(site, name="mover")
    with tempfile.TemporaryDirectory() as folder:
        obsidian, chats = os.path.join(folder, "obsidian.bin"), os.path.join(folder, "export.zip")
        with zipfile.ZipFile(obsidian, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("Vault/Lavender.md", "---\ntags: [garden]\n---\nGrows beside [[Thyme]]")
            archive.writestr("Vault/Thyme.md", "Needs little water #herbs")
            archive.writestr("Vault/photo.png", b"\x89PNG")
        import_file(site, obsidian)
        wait_text(site, "#import-state", "2 notes imported")
        true("1 thing left out" in text(site, "#import-state"), text(site, "#import-state"))
        js(site, "document.querySelector('#import-state details').open = true")
        wait_text(site, "#import-state", "photo.png is no note")
        wait_text(site, "#notes", "[[Thyme]]")
        true("garden" in text(site, "#vault-tags") and "herbs" in text(site, "#vault-tags"), text(site, "#vault-tags"))
        audit(site.driver, "/inbox after an import")
        shot(site, "vault-obsidian")
        import_file(site, obsidian)
        wait_text(site, "#import-state", "2 were there already")
        node = lambda role, words, parent: {"message": {"author": {"role": role}, "create_time": 1700000000, "content": {
            "content_type": "text", "parts": [words]}}, "parent": parent}
        talk = {"title": "Wintering bees", "conversation_id": "c1", "current_node": "b", "mapping": {
            "a": node("user", "How do bees winter?", None), "b": node("assistant", "In a cluster.", "a")}}
        with zipfile.ZipFile(chats, "w") as archive:
            archive.writestr("conversations.json", json.dumps([talk]))
        import_file(site, chats)
        wait_text(site, "#import-state", "1 conversation imported")
        wait_text(site, "#list", "Wintering bees")
        import_file(site, chats)
        wait_text(site, "#import-state", "1 was there already")
    equal(browser.console_errors(site.driver), [], "console")


@vault("the second person of an organization sees whose a shared note is, and is not offered what would be refused")
def second_person(site):
    show(site, name="keeper")
    add(site, "The boiler is serviced in October", "house")
    open_note(site, "boiler")
    put(site, "#note-words", "The boiler is serviced in September")
    press(site, "#note-share")
    press(site, ".note-form .main")
    browser.wait_for(lambda: count(site, "#notes") and "boiler" not in text(site, "#notes"), what="it to leave the own notes")
    keeper = ACCOUNTS[site.url, "keeper"]
    for role in ("member", "viewer"):
        ACCOUNTS[site.url, role] = f"{role}-{int(time.time() * 1000)}@harbor.example"
        made = fetch(site, "/api/v1/auth/users", {"email": ACCOUNTS[site.url, role], "password": PASSWORD, "role": role})
        equal(made[0], 201, f"a {role}: {made[1]}")
    for role in ("member", "viewer"):
        show(site, name=role)
        press(site, "#vault .filters button:last-child")
        equal(text(site, "#vault .filters button:last-child"), "Shared", "the shelf's name")
        wait_text(site, "#notes", "boiler")
        true(f"by {keeper}" in text(site, "#notes .note"), text(site, "#notes .note"))
        open_note(site, "boiler")
        wait_text(site, "#note-origin", f"Written by {keeper}")
        equal(count(site, ".note-form .sure"), 0, "Delete")
        equal(count(site, ".note-form .history"), 0, "earlier versions that it cannot read")
        equal(count(site, ".note-form .main"), 1 if role == "member" else 0, "Save")
        equal(js(site, "return document.querySelector('#note-words').readOnly"), role == "viewer", "whether it can be written in")
        true(text(site, "#note-limits") != "", "what is not allowed is said")
        true(js(site, "return document.querySelector('#note-share').disabled"), "whether it can be taken back")
        audit(site.driver, f"/inbox with a note that a {role} reads")
        shot(site, f"vault-{role}")
    equal(browser.console_errors(site.driver), [], "console")


@vault("the search stays on top and the import in sight, whatever the height and however many notes; tabbing hides neither")
def fits(site):
    for width, height in ((1280, 900), (1280, 720), (390, 844)):
        show(site, name="importer", width=width, height=height)
        if width < 700 or js(site, "return document.querySelector('.inbox').dataset.vault === 'closed'"):
            press(site, "[data-opens=vault]")
        wait(site, "return document.querySelectorAll('#notes .note').length === 50", "the notes")
        shot(site, f"vault-{width}x{height}")
        inside = """const pane = document.querySelector('.vault').getBoundingClientRect();
            return ['#vault-search', '#import'].map(one => document.querySelector(one).getBoundingClientRect())
                .every(box => box.top >= pane.top && box.bottom <= Math.min(pane.bottom, innerHeight) && box.height > 0)"""
        true(js(site, inside), f"search and import in sight at {width}x{height}")
        js(site, "[...document.querySelectorAll('#notes .note')].pop().focus()")
        true(js(site, inside), f"in sight behind the last note at {width}x{height}")
        js(site, "document.querySelector('#import').focus()")
        true(js(site, inside), f"in sight at the import at {width}x{height}")
        true(js(site, "return document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window")
    equal(browser.console_errors(site.driver), [], "console")
