"""Works with the console of `pushtrail serve` as people do, in Chromium, and prints as JSON what is wrong with it: an empty
list if nothing is.

    console.py URL PUSHTRAIL FOLDER ADMIN EXPORT BOUND DOOMED

FOLDER has the service's store and gets the downloads, `scripts.zip` and `plain.zip`. The rest are tokens. DOOMED is named
so, and revoked meanwhile; BOUND has an app of its own."""

import datetime
import http.server
import json
import subprocess
import sys
import threading

from playwright.sync_api import sync_playwright

from browsing import check_access, check_width, launched, opened, wrong

url, pushtrail, folder, admin, export, bound, doomed = sys.argv[1:]
console = f"{url}/console"
hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


def expect(condition, words):
    if not condition:
        wrong.append(words)


def signed_in(browser, token, **options):
    page = opened(browser, console, asked=url, **options)
    page.fill("[name=token]", token)
    page.click("button:text-is('Sign in')")
    return page


def signed_out(page):
    return page.locator("[name=token]").count() == 1


def look(browser, token, texts):
    """At every width, in both themes."""
    for scheme, widths in (("light", (360, 768, 1440)), ("dark", (1440, 768, 360))):
        page = signed_in(browser, token, scheme=scheme, width=widths[0])
        for text in texts:
            expect(text in page.inner_text("body"), f"{text} is not on the page")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            check_width(page, f"console, {scheme}, {width} px")
        check_access(page, f"console, {scheme}, {width} px")
        page.context.close()


def get_log(browser, token, scripts, name):
    """Requests a log, waits for it, and downloads it."""
    page = signed_in(browser, token, scripts=scripts)
    day = page.get_attribute("[name=date]", "max")
    expect(day == f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}", f"the last day is {day}")
    page.click("button:text-is('Request a log')")
    page.wait_for_selector("#jobs table")
    if scripts:
        page.evaluate("window.isSame = true")
        page.wait_for_selector("#jobs a[download]")
        expect(page.inner_text("#progress") == "The latest log is done.", "the end is not announced")
        expect(page.evaluate("window.isSame"), "the page was loaded again")
        expect(page.evaluate("document.cookie") == "", "scripts see the cookie")
    else:
        while not page.locator("#jobs a[download]").count():
            page.click("text=Look again") if page.locator("text=Look again").count() else page.reload()
    with page.expect_download() as download:
        page.click("a[download]")
    download.value.save_as(f"{folder}/{name}")
    page.click("button:text-is('Sign out')")
    expect(signed_out(page), "signing out shows no form to sign in")
    page.go_back()
    expect(signed_out(page) and not page.locator("#jobs").count(), "going back shows the console again")
    page.context.close()


def revoke(browser, token):
    """A token that is revoked ends its session: a page that follows a job says so by itself."""
    page = signed_in(browser, token)
    expect(page.locator("#jobs").count() == 1, "the token does not sign in")
    # As if its log took long.
    page.add_init_script(
        "setInterval(() => document.getElementById('jobs')?.setAttribute('data-follow', '/console?follow'), 50)")
    page.reload()
    subprocess.run([pushtrail, "token", "revoke", "doomed", "--quiet"], cwd=folder, check=True)
    page.wait_for_selector("[name=token]")
    expect("signed out" in page.inner_text("body"), "the page does not say why")
    page.context.close()


def tokens(browser, token):
    """Creates a token with a hostile name, uses it, and revokes it."""
    page = signed_in(browser, token)
    page.fill("[name=name]", hostile)
    page.check("[name=scope-export]")
    page.click("button:text-is('Create token')")
    secret = page.inner_text(".secret")
    expect(hostile in page.inner_text("#tokens"), "the name is not shown as it is")
    page.reload()
    expect(not page.locator(".secret").count(), "the secret is shown again")
    other = signed_in(browser, secret)
    expect(other.locator("#jobs").count() == 1, "the new token does not sign in")
    row = page.locator("tr", has_text="onerror")
    row.locator("summary").click()
    row.locator("button").click()
    page.wait_for_selector("summary:has-text('revoked or expired')")
    expect("onerror" in page.text_content("#tokens > details"), "the token is not listed as revoked")
    while not signed_out(other):
        other.reload()


class Foreign(http.server.BaseHTTPRequestHandler):
    """Another site, opened by mistake."""

    def do_GET(self):
        body = f"""<!DOCTYPE html><iframe src="{console}"></iframe>
            <form method=post action="{console}/tokens"><input name=name value=forged><input name=scope-admin value=on>
            <button>Win a prize</button></form>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def forge(browser, token):
    """Neither another site nor another port of this machine can act within a session, or show the console."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for host in ("127.0.0.1", "localhost"):
        session = signed_in(browser, token)
        page = session.context.new_page()
        page.goto(f"http://{host}:{server.server_port}/")
        expect(page.frames[1].locator("[name=token], #jobs").count() == 0, f"{host} shows the console in a frame")
        with page.expect_navigation() as navigation:
            page.click("button")
        answer = navigation.value
        expect(answer.status in (303, 403) or signed_out(page), f"{host}: a forged form gets {answer.status}")
        session.reload()
        expect("forged" not in session.inner_text("body"), f"{host}: a forged form made a token")
        expect(session.locator("#tokens").count() == 1, f"{host}: a forged form ended the session")
        session.context.close()


with sync_playwright() as playwright:
    browser = launched(playwright)
    page = opened(browser, console)
    check_width(page, "sign-in")
    check_access(page, "sign-in")
    look(browser, admin, ["Tokens", "Create a token", "not yet sealed", "doomed"])
    look(browser, export, ["Request a log", "not yet sealed"])
    look(browser, bound, ["Request a log", "only app"])
    page = signed_in(browser, bound)
    expect("sealed" not in page.inner_text("body") and not page.locator("#tokens").count(), "a bound token sees more")
    get_log(browser, export, True, "scripts.zip")
    get_log(browser, bound, False, "plain.zip")
    revoke(browser, doomed)
    tokens(browser, admin)
    forge(browser, admin)
    browser.close()
print(json.dumps(wrong))
