"""Outputs of a hostile notebook in a real browser: no request leaves the page, no script runs, nothing navigates."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.core.run_record import NotebookRecord, RunRecord
from analysis.report.links import Links
from analysis.report.notebook_page import write_notebook_page

RUN = RunRecord("r", scenario="base", versions={"metals-analysis": "1"}, started="2026")
ENTRY = NotebookRecord("20_hostile", "What is it?", status="ok")

# Each asks the server for its own number, at once or by a script.
PAYLOADS = {
    "script": "<script>fetch('URL')</script>",
    "script in capitals": "<SCRIPT>new Image().src = 'URL'</SCRIPT>",
    "script from elsewhere": "<script src='URL'></script>",
    "module": "<script type='module'>import 'URL'</script>",
    "unclosed script": "<script src='URL' ",
    "script in a table": "<table><tr><td><script>fetch('URL')</script></td></tr></table>",
    "navigation": "<script>location = 'URL'</script>",
    "new window": "<script>window.open('URL')</script>",
    "beacon": "<script>navigator.sendBeacon('URL', 'x')</script>",
    "socket": "<script>new EventSource('URL')</script>",
    "form sent by a script": "<form id='f' action='URL'></form><script>document.getElementById('f').submit()</script>",
    "refresh": "<meta http-equiv='refresh' content='0;url=URL'>",
    "base": "<base href='URL/'><img src='x.png'>",
    "picture": "<img src='URL'>",
    "picture, no scheme": "<img src='SCHEMELESS'>",
    "picture with candidates": "<img srcset='URL 1x, URL 2x'>",
    "picture element": "<picture><source srcset='URL'><img src='x.png'></picture>",
    "failed picture": "<img src='x' onerror=\"fetch('URL')\">",
    "handler without quotes": "<svg onload=fetch('URL')></svg>",
    "animation": "<svg><animate onbegin=\"fetch('URL')\" attributeName='x' dur='1s'></animate></svg>",
    "script in a drawing": "<svg><script>fetch('URL')</script></svg>",
    "drawing that loads": "<svg><image href='URL' width='9' height='9'></image></svg>",
    "frame": "<iframe src='URL'></iframe>",
    "frame with a page": "<iframe srcdoc=\"<script>fetch('URL')</script>\"></iframe>",
    "object": "<object data='URL'></object>",
    "embed": "<embed src='URL'>",
    "style sheet": "<link rel='stylesheet' href='URL'>",
    "imported style": "<style>@import url('URL');</style>",
    "picture of a style": "<p style=\"background: url('URL')\">text</p>",
    "font": "<style>@font-face { font-family: f; src: url('URL') } #z { font-family: f }</style><p id='z'>text</p>",
    "prefetch": "<link rel='prefetch' href='URL'><link rel='preload' as='image' href='URL'>",
    "video": "<video src='URL' autoplay></video><video poster='URL'></video>",
    "details that open": "<details open ontoggle=\"fetch('URL')\"><summary>x</summary></details>",
    "field with focus": "<input autofocus onfocus=\"fetch('URL')\">",
}


@pytest.fixture
def asked():
    """Return the URL of a server on this machine, and the list of paths it was asked for."""
    paths = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path.strip("/").partition("/")[0])
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *details):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def filled(payload, url, number):
    address = f"{url}/{number}"
    return payload.replace("SCHEMELESS", address.removeprefix("http:")).replace("URL", address)


def visit(browser, path):
    """Open a file in a page of its own, and return the address it has when nothing is loading any more."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_load_state("networkidle")
        return page.url, len(context.pages)


def test_a_report_page_neither_sends_requests_nor_navigates(browser, asked, tmp_path):
    url, paths = asked
    shown = [filled(payload, url, number) for number, payload in enumerate(PAYLOADS.values())]
    outputs = [new_output("display_data", data={"text/html": html}) for html in shown]
    outputs += [new_output("display_data", data={"text/markdown": html}) for html in shown]
    outputs += [
        new_output("display_data", data={"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{html}</svg>"})
        for html in shown
    ]
    outputs.append(new_output("display_data", data={"application/javascript": f"fetch('{url}/js')"}))
    cells = [new_markdown_cell("# What is it?"), *map(new_markdown_cell, shown), new_code_cell("x", outputs=outputs)]
    path = tmp_path / "20_hostile.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    page = path.with_suffix(".html")
    assert visit(browser, page) == (page.as_uri(), 1)
    assert paths == []


@pytest.mark.parametrize(
    "name", ["script", "refresh", "picture", "frame with a page", "imported style", "failed picture"]
)
def test_without_our_care_the_same_payload_reaches_the_server(browser, asked, tmp_path, name):
    """Known-bad: this shows that the server would have noticed."""
    url, paths = asked
    page = tmp_path / "raw.html"
    page.write_text(f"<!doctype html><body>{filled(PAYLOADS[name], url, name.replace(' ', '-'))}", encoding="utf-8")
    visit(browser, page)
    assert name.replace(" ", "-") in paths
