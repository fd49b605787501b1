"""Pages in Chromium, with notes of everything that none of them should do."""

from axe_playwright_python.sync_playwright import Axe

wrong = []


def launched(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"], timeout=0)


def opened(browser, address, scheme="light", width=1440, scripts=True, asked=None):
    """A page with notes of everything that it should not do. It may ask for what `asked` begins with, else only for
    itself."""
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    # A busy machine may take long; what hangs ends with the test.
    context.set_default_timeout(0)
    page = context.new_page()
    name = f"{address.split(':')[0]}, {scheme}, {width} px"

    def requested(request):
        is_own = request.url.startswith(asked) if asked else request.url == address
        if not is_own and not request.url.startswith("data:"):
            wrong.append(f"{name}: request: {request.url[:200]}")

    page.on("console", lambda message: wrong.append(f"{name}: console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{name}: error: {error}"))
    page.on("dialog", lambda dialog: (wrong.append(f"{name}: dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", requested)
    page.goto(address)
    return page


def check_width(page, name):
    width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if width > room:
        wrong.append(f"{name}: the page is {width} pixels wide, and scrolls sideways")


def check_access(page, name):
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["html"][:200] for node in violation["nodes"][:3]]
        wrong.append(f"{name}: axe: {violation['id']}: {violation['help']}: {nodes}")
