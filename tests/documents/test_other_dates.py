"""The dates of articles in languages that are recognised and not read."""

import pytest

from analysis.core.run_record import SourceRecord
from analysis.documents.document import read_document
from analysis.documents.other_dates import date_of_other_language


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hüttenbericht\n\nVeröffentlicht am 3. März 2026\n\nText.", "2026-03-03"),
        ("Gewinn steigt\n03.03.2026\nx", "2026-03-03"),
        ("Kupferhütte\nHamburg, 12. Januar 2026 – Die Hütte meldete", "2026-01-12"),
        ("KGHM zwiększa\n12 lutego 2026 r.\n", "2026-02-12"),
        ("Katowice, 5 września 2025 r. (PAP) – Spółka", "2025-09-05"),
        ("Le cuivre\nPublié le 1er mars 2026 à 10h30\n", "2026-03-01"),
        ("Cobre\nSantiago, 4 de agosto de 2026 (EFE) - La empresa", "2026-08-04"),
        ("Lítio\nPublicado em 15/04/2026 às 14h\n", "2026-04-15"),
        ("Rame\nRoma, 7 maggio 2026 - Il gruppo", "2026-05-07"),
        ("Koper\nAmsterdam, 9 juni 2026 – De fabriek", "2026-06-09"),
        ("Koppar\n2026-10-02 08:15\n", "2026-10-02"),
        ("Bakır\n14 Ekim 2026 Çarşamba\n", "2026-10-14"),
        ("Медь\n21 ноября 2026 г.\n", "2026-11-21"),
        ("구리\n2026.03.05 10:00\n", "2026-03-05"),
        ("Zink\nvon Jana Muster, 28. Februar 2026\n", "2026-02-28"),
        ("Stand: 05.11.2025, 14:02 Uhr\nAluminium", "2025-11-05"),
        ("Autor: Jan K. | 30.06.2026\nMiedź", "2026-06-30"),
        ("Wrocław, 1 grudnia 2025 (Kurier) — Producent", "2025-12-01"),
        ("Lima, 22 de setiembre de 2026.- La mina", "2026-09-22"),
        ("Měď\n3. září 2026\n", "2026-09-03"),
        ("Tembaga\nJakarta, 17 Agustus 2026 - Pabrik", "2026-08-17"),
        ("Đồng\nngày 3 tháng 5 năm 2026\n", "2026-05-03"),
        ("Cupru\nBucureşti, 9 iulie 2026\n", "2026-07-09"),
        ("Kobber\n6. desember 2026 kl. 09.00\n", "2026-12-06"),
        ("Montag, 2. März 2026\n", "2026-03-02"),
        ("Dnia 3 maja 2026\n", "2026-05-03"),
    ],
)
def test_a_printed_date_is_read(text, day):
    assert str(date_of_other_language(text)) == day


@pytest.mark.parametrize(
    "text",
    [
        "Am 3. März 2026 meldete die Hütte einen Gewinn.",
        "Spółka podała 5 września 2025 r., że zysk wzrósł.",
        "Bis zum 31.12.2030 soll die Hütte 5 Prozent sparen.",
        "Titel\n\nDie Hütte, die seit 1.1.2020 arbeitet, wächst weiter und meldet einen Gewinn von 5 Prozent.",
        "Preis 1.234.2026\n",
        "La mina abrió el 3 de mayo de 2019 en Chile.",
        "Laut Plan vom 3. Mai 2024 - so die Firma - wächst sie.",
        "Od 1 stycznia 2027 r. obowiązuje nowa taryfa na miedź.",
        "Ausbau bis 31.12.2030\n",
        "Plan na 31 grudnia 2030\n",
        "Objectif du 31 décembre 2030 maintenu\n",
        "Preise am 3. März 2026\n",
    ],
)
def test_the_date_of_something_else_is_none_of_the_text(text):
    assert date_of_other_language(text) is None


POLISH = (
    "Huta zwiększa zysk\n\n12 lutego 2026 r.\n\nHuta miedzi podała, że jej zysk wzrósł o 5 procent i że nie jest to "
    "koniec. Spółka oraz jej partner są zdania, że do końca roku zysk się zwiększy.\n"
)


@pytest.mark.parametrize(("text", "day"), [(POLISH, "2026-02-12"), (POLISH.replace("12 lutego 2026 r.", ""), "None")])
def test_a_document_that_is_not_read_has_its_printed_date(tmp_path, text, day):
    path = tmp_path / "huta.txt"
    path.write_text(text, encoding="utf-8")
    assert str(read_document(path).published) == day


def test_a_date_in_the_head_of_such_a_document_counts(tmp_path):
    path = tmp_path / "huta.txt"
    path.write_text(f"---\ntitle: Huta\ndate: 5 września 2025\n---\n{POLISH}", encoding="utf-8")
    assert str(read_document(path).published) == "2025-09-05"


@pytest.mark.parametrize(
    ("line", "named"), [("Αθήνα, 5 Μαρτίου 2026", True), ("Έκθεση 2026", False), ("Αθήνα, 05.03.2026", False)]
)
def test_a_date_with_a_month_that_is_not_known_is_named(tmp_path, line, named):
    said = "Η εταιρεία αύξησε τα κέρδη της κατά 5 τοις εκατό, και η τιμή του χαλκού ανέβηκε επίσης."
    (tmp_path / "a.txt").write_text(f"Η αύξηση του χαλκού\n\n{line}\n\n{said}\n", encoding="utf-8")
    notes = read_document(tmp_path / "a.txt", "a").notes
    assert any(f"the date in “{line}” is not read" in note for note in notes) == named
    assert SourceRecord("a", notes=notes).day == ("not read" if named else "not stated")
