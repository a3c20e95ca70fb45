"""What differs between two executions of the same code passes; what looks like it but is data does not."""

import numpy as np
import pytest
from PIL import Image

from nbcompare.image_diff import faint_area
from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

UUID, OTHER_UUID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "9f2c51d0-0aa1-4c1b-9d3e-6655443322aa"
HEX, OTHER_HEX = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
OLS = "OLS Results\nDate:   {}   Prob:  0.5\nTime:   {}   Log-Likelihood:  -12.5\n"
BAR = (
    "\router: 50%|█| 1/2 [00:01<00:01, 1.1it/s]\n\rinner: {}%|█| {}/4 [00:00<00:00, 9it/s]\x1b[A\n\r          \r\x1b[A"
)
BAR += "\router: 100%|█| 2/2 [00:02<00:00, 1.2it/s]\n"

HARMLESS = {
    "a set of texts of numpy": ("{np.str_('zinc'), np.str_('tin')}", "{np.str_('tin'), np.str_('zinc')}"),
    "a set in a column of pandas": ("0  {zinc, tin}", "0  {tin, zinc}"),
    "a set in the first column of pandas": ("metals  n\n{zinc, tin}  1", "metals  n\n{tin, zinc}  1"),
    "sets in a list of pandas": ("0  [{zinc, tin}, {gold, silver}]", "0  [{tin, zinc}, {silver, gold}]"),
    "a set of symbols of sympy": ("{x_1, y, t0}", "{y, t0, x_1}"),
    "threads in a log": ("[Thread-5 (read)   ] 5 t\n[Thread-6] 6 t", "[Thread-13 (read)  ] 5 t\n[Thread-15] 6 t"),
    "a thread of a pool": ("ThreadPoolExecutor-0_1, Thread-9", "ThreadPoolExecutor-1_1, Thread-13"),
    "a set of paths": ("{PosixPath('b'), PosixPath('a')}", "{PosixPath('a'), PosixPath('b')}"),
    "a set of members of an enum": ("{<M.TIN: 't'>, <M.ZINC: 'z'>}", "{<M.ZINC: 'z'>, <M.TIN: 't'>}"),
    "a set over several lines": ("{<M.TIN: 't'>,\n <M.ZINC: 'z'>}", "{<M.ZINC: 'z'>,\n <M.TIN: 't'>}"),
    "sets in a set": (
        "{frozenset({'b', 'a'}), frozenset({'c'})}", "{frozenset({'c'}), frozenset({'a', 'b'})}"),
    "a dictionary of sets": ("{'x': {'b', 'a'}, 'y': {1, 'c'}}", "{'x': {'a', 'b'}, 'y': {'c', 1}}"),
    "a shortened set": ("0  {zinc, tin, lead, go...", "0  {gold, lead, zinc, ti..."),
    "a reference to an object": (
        "<weakref at 0x7f3c5a1b2d90; to 'P' at 0x7f3c5a1b2da0>",
        "<weakref at 0x7f3c5a1b2d91; to 'P' at 0x7f3c5a1b2da1>"),
    "an object with another one in it": (
        "<bound method f of <P object at 0x7f3c5a1b2d90>>", "<bound method f of <P object at 0x7f3c5a1b2d91>>"),
    "a generator of numpy": ("Generator(PCG64) at 0x7F3C5A1B2D90", "Generator(PCG64) at 0x7F3C5A1B2D91"),
    "the id of a result": ("ModelResult, id: 0x7f3c5a1b2d90", "ModelResult, id: 0x7f3c5a1b2d91"),
    "an object with a uuid": (f"<Run {UUID}>", f"<Run {OTHER_UUID}>"),
    "a uuid as a result": (f"UUID('{UUID}')", f"UUID('{OTHER_UUID}')"),
    "the key of a task of dask": (f"Delayed('f-{UUID}')", f"Delayed('f-{OTHER_UUID}')"),
    "the id of a display": (f"<DisplayHandle display_id={HEX}>", f"<DisplayHandle display_id={OTHER_HEX}>"),
    "what timeit says of its slowest run": (
        "The slowest run took 7.5 times longer than the fastest. This could mean that it is cached.\nafter",
        "The slowest run took 9.8 times longer than the fastest. This could mean that it is cached.\nafter"),
    "what timeit says of one run only": (
        "The slowest run took 7.5 times longer than the fastest. This could mean that it is cached.\nafter", "after"),
    "the source of a table of great_tables": (
        '<div id="rcyjkrpvle" style="padding-left:0px;\n#rcyjkrpvle table {}',
        '<div id="vqnbqhxiyb" style="padding-left:0px;\n#vqnbqhxiyb table {}'),
    "a variable of folium": (f"var map_{HEX} = 1;\nmap_{HEX}.f()", f"var map_{OTHER_HEX} = 1;\nmap_{OTHER_HEX}.f()"),
    "a process in parentheses": ("worker (pid 4711) ready", "worker (pid 4712) ready"),
    "a process in a line": ("started pid=4711 in pool of 2", "started pid=4712 in pool of 2"),
    "a folder of tempfile": ("/var/folders/a1/b/T/run_k3x_9abd", "/tmp/run_uwua5nw3"),
    "when a model was fitted": (OLS.format("Sat, 28 Nov 2026", "19:46:11"), OLS.format("Mon, 03 Aug 2026", "09:15:01")),
    "when a duration was fitted": (
        "time fit was run = 2026-11-29 10:40:39 UTC", "time fit was run = 2026-11-30 11:41:06 UTC"),
    "a step of a pipeline": (
        "[Pipeline] ... (step 1 of 2) Processing s, total=   0.0s",
        "[Pipeline] ... (step 1 of 2) Processing s, total=   0.1s"),
    "the remaining time of a fit": (
        "Iter   Train Loss   Remaining Time \n   1   0.8420   0.09s\n",
        "Iter   Train Loss   Remaining Time \n   1   0.8420   0.21s\n"),
    "a bar without a total": ("5it [00:00, 29.75it/s]", "5it [00:00, 22.65it/s]"),
    "a bar of rich": ("\x1b[35m100%\x1b[0m \x1b[33m0:00:02\x1b[0m", "\x1b[35m100%\x1b[0m \x1b[33m0:00:01\x1b[0m"),
    "a download of pip": ("━━━ 1.2/1.2 MB 5.3 MB/s eta 0:00:00", "━━━ 1.2/1.2 MB 9.1 MB/s eta 0:00:00"),
    "a bar inside another one": (BAR.format(50, 2), BAR.format(25, 1)),
    "colours of a terminal": ("\x1b[31mlow\x1b[0m stock", "low stock"),
    "a process in brackets": ("INFO:     Started server process [25100]", "INFO:     Started server process [25359]"),
    "a document of bokeh": (
        f'{{"docid":"{UUID}","roots":{{"p1008":"{UUID[::-1].replace("-", "")[:8]}{UUID[8:]}"}}}}',
        f'{{"docid":"{OTHER_UUID}","roots":{{"p1008":"{OTHER_UUID[::-1].replace("-", "")[:8]}{OTHER_UUID[8:]}"}}}}',
    ),
    "two times of rich": ("━━ 100% 0:00:00 0:00:01", "━━ 100% 0:00:00 0:00:02"),
    "when a vector autoregression was fitted": (
        "Date:   Sat, 28, Nov, 2026\nTime:   11:17:50\nNobs: 5  AIC: 1.5",
        "Date:   Sun, 29, Nov, 2026\nTime:   20:18:23\nNobs: 5  AIC: 1.5",
    ),
    "the date of a second summary": ("Date:  2026-11-29 11:17  AIC: 1.5", "Date:  2026-11-30 20:18  AIC: 1.5"),
    "the script of an animation": (
        f'<img id="_anim_img{HEX}">\nanim{HEX}.f()',
        f'<img id="_anim_img{OTHER_HEX}">\nanim{OTHER_HEX}.f()',
    ),
    "layers of folium": (
        f"let layer_{HEX} = 1;\nvar layer_{HEX}_layers = 2;",
        f"let layer_{OTHER_HEX} = 1;\nvar layer_{OTHER_HEX}_layers = 2;",
    ),
    "the memory of a cell": (
        "peak memory: 85.50 MiB, increment: 0.25 MiB", "peak memory: 99.10 MiB, increment: 0.00 MiB"),
}  # fmt: skip
BROKEN = {
    "a style of a table of great_tables": (
        '<div id="rcyjkrpvle" style="padding-left:0px;\n#rcyjkrpvle table {}',
        '<div id="vqnbqhxiyb" style="padding-left:0px;\n#vqnbqhxiyb th {}'),
    "a digest of data": (f"prices-{HEX}", f"prices-{OTHER_HEX}"),
    "a digest in a name": (f"read data_{HEX}.parquet", f"read data_{OTHER_HEX}.parquet"),
    "the id of an order": (f"order {UUID} shipped", f"order {OTHER_UUID} shipped"),
    "the target of a link": (f'<a href="orders/{UUID}">', f'<a href="orders/{OTHER_UUID}">'),
    "a contract's address": ("the contract at 0x5290840a", "the contract at 0x5290840b"),
    "an address in memory as data": ("jumps at 0x7f3c5a1b2d90.", "jumps at 0x7f3c5a1b2d94."),
    "a set without an element": ("{np.str_('a'), np.str_('b'), np.str_('c')}", "{np.str_('a'), np.str_('b')}"),
    "elements in other sets": ("0 {a, b}\n1 {c, d}", "0 {a, c}\n1 {b, d}"),
    "the order of a tuple in a set": ("{('a', 'b'), 'c'}", "{('b', 'a'), 'c'}"),
    "the order of a dictionary": ("{'a': {'x', 'y'}, 'b': 1}", "{'b': 1, 'a': {'x', 'y'}}"),
    "another order of threads": ("Thread-5 done\nThread-6 done", "Thread-15 done\nThread-13 done"),
    "another thread": ("Thread-5 (read)\nThread-5 (read)", "Thread-13 (read)\nThread-14 (read)"),
    "the work of a thread": ("Thread-5 (read)", "Thread-13 (write)"),
    "a part with a number": ("GoldThread-5, Thread-5.5, Thread-5mm", "GoldThread-6, Thread-6.5, Thread-6mm"),
    "a route in braces": ("route {mill, smelter}", "route {smelter, mill}"),
    "words in braces alone": ("{Rio Tinto, BHP}", "{BHP, Rio Tinto}"),
    "steps in braces in HTML": ("<p>steps {crush, grind}</p>", "<p>steps {grind, crush}</p>"),
    "the order of a list": ("[zinc, tin]", "[tin, zinc]"),
    "a fraction": (r"\frac{a, b}{c}", r"\frac{b, a}{c}"),
    "the number of a product": ("product pid=4711 sold 5 times", "product pid=4712 sold 5 times"),
    "a day of delivery": (
        "Delivery Date: Sat, 28 Nov 2026\nTime: 19:46:11", "Delivery Date: Sun, 29 Nov 2026\nTime: 19:46:11"),
    "the count of a bar without a total": ("5it [00:00, 29.75it/s]", "6it [00:00, 29.75it/s]"),
    "the count of an outer bar": (BAR.format(50, 2), BAR.format(50, 2).replace("2/2", "1/2")),
    "another colour": ("\x1b[31mlow\x1b[0m", "\x1b[32mlow\x1b[0m"),
    "the time of an event": (
        '{"event": "sale", "timestamp": "2026-11-29"}',
        '{"event": "sale", "timestamp": "2026-11-30"}',
    ),
    "a number in brackets": ("the process [4711] of rolling", "the process [4712] of rolling"),
    "a time in brackets": ("[11:17:43] departs", "[11:18:43] departs"),
    "a count in a log line": (
        "2026-11-29 10:40:53 | INFO | read (4711) rows",
        "2026-11-29 10:40:53 | INFO | read (4712) rows",
    ),
    "a time that is data": ("2026-11-29 10:40:53 copper 9500", "2026-11-29 10:41:53 copper 9500"),
    "the loss of a fit": (
        "Iter   Train Loss   Remaining Time \n   1   0.8420   0.09s\n",
        "Iter   Train Loss   Remaining Time \n   1   0.8421   0.09s\n"),
}  # fmt: skip


def messages(before, after):
    one, other = ([{"output_type": "stream", "name": "stdout", "text": text}] for text in (before, after))
    return [item.message for item in compare_outputs(one, other, Settings())]


@pytest.mark.parametrize("name", HARMLESS)
def test_a_second_run_passes(name):
    assert messages(*HARMLESS[name]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_data_that_look_volatile_are_compared(name):
    assert messages(*BROKEN[name])


def test_a_digest_in_json_and_a_uuid_in_a_table_are_data():
    for mime, data in (("application/json", {"snapshot": "{}"}), ("text/html", "<table><tr><td>{}</td></tr></table>")):
        for one, other in ((f"prices-{HEX}", f"prices-{OTHER_HEX}"), (UUID, OTHER_UUID)):
            sides = [
                [{"output_type": "display_data", "metadata": {}, "data": {mime: filled}}]
                for value in (one, other)
                for filled in [{"snapshot": value} if isinstance(data, dict) else data.format(value)]
            ]
            assert compare_outputs(*sides, Settings()), (mime, one)


def test_a_changed_indentation_is_shown():
    assert messages("metals\n    tin", "metals\n  tin") == [
        "printed text: line 2, the blanks before 'tin': from '    ' to '  '"
    ]
    assert messages("a  b c", "a\tb c") == ["printed text: the blanks before 'b': from '  ' to '\\t'"]


def picture(*areas):
    pixels = np.full((120, 160, 3), 255, np.int16)
    for rows, columns, colour in areas:
        pixels[rows, columns] = colour
    return pixels


def test_a_faint_band_is_seen_and_other_colours_of_a_palette_are_not():
    bar = (slice(10, 60), slice(10, 60), (31, 119, 180))
    band = (slice(0, 120), slice(80, 130), (249, 249, 249))
    assert faint_area(picture(bar, band), picture(bar))
    assert faint_area(picture(bar), picture(bar, band))
    rounded = (bar[0], bar[1], (36, 116, 180))
    assert not faint_area(picture(bar), picture(rounded))
    one, other = (Image.fromarray(side.astype(np.uint8)).quantize(8).convert("RGB") for side in (picture(bar),) * 2)
    assert not faint_area(np.asarray(one).astype(np.int16), np.asarray(other).astype(np.int16))
