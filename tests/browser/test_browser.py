"""The browser of the tests: it runs scripts, and records the errors and requests of a page."""

PAGE = """<!doctype html><title>before</title>
<script>
  document.title = "after";
  console.error("said aloud");
  fetch("http://example.invalid/far").catch(() => { document.title = "refused"; });
  throw new Error("thrown");
</script>"""


def test_errors_and_requests_of_a_page_are_recorded(page, seen, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_function("document.title === 'refused'")
    assert {"said aloud", "thrown"} <= set(seen.errors)
    assert seen.requests == [path.as_uri(), "http://example.invalid/far"]
    assert seen.outside == ["http://example.invalid/far"]


def test_a_new_page_starts_with_an_empty_record(page, seen):
    page.goto("about:blank")
    assert (seen.errors, seen.outside) == ([], [])
