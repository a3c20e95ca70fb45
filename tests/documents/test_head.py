"""The head of a document: title, date and dateline in its first lines, else a warning."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.documents.document import document_of
from analysis.documents.head import date_in, head_of


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("Title: Tin is back\n\nJAKARTA, Nov 2 2026 - Tin rose 2%.", "Tin is back", "2026-11-02"),
        (
            "Smelters cut output\n\nLONDON, 14 March 2025 (Metal Wire) - Output fell 3%.",
            "Smelters cut output",
            "2025-03-14",
        ),
        ("Headline: Foil plant opens\nDate: 2024-06-03\n\nA plant opened.", "Foil plant opens", "2024-06-03"),
        ("TITLE: Nickel\nDATE: 3 June 2024\nSOURCE: The Desk\n\nNickel fell.", "Nickel", "2024-06-03"),
        ("NEW DELHI/MUMBAI, Sept. 9, 2025 – Steel rose 1%.", None, "2025-09-09"),
        ("Copper rallies\nPerth, 3 Dec 2025 -- Copper rose 2%.", "Copper rallies", "2025-12-03"),
        ("Copper rallies\n\nPublished on March 3, 2026\n\nCopper rose 2%.", "Copper rallies", "2026-03-03"),
        ("Copper rallies\n\nNovember 2, 2026\n\nCopper rose 2%.", "Copper rallies", "2026-11-02"),
        ("Copper rose 2%. It was a good day.", None, None),
        ("Copper rallies\n\nCopper rose 2% on May 3, 2024 - a record.", "Copper rallies", None),
        ("RIO DE JANEIRO, Feb. 11, 2026 /Newswire/ -- Ore fell 1%.", None, "2026-02-11"),
        ("Note: this plant makes foil.\n\nIt is closed.", None, None),
        ("Ore falls\n\nBy A. Writer\n\nSAO PAULO (Wire), 2026-02-11 — Ore fell.", "Ore falls", "2026-02-11"),
        ("Ore falls\n\nLast updated: 7 Jan 2026\n\nOre fell.", "Ore falls", "2026-01-07"),
        ("title: Ore falls\npublished: 2026-01-07\nOre fell 5%.", "Ore falls", "2026-01-07"),
        ("Title: Zinc mine floods\nDate: 9 May 2025\n\nA mine flooded.", "Zinc mine floods", "2025-05-09"),
        ("KINSHASA, Oct 30, 2025 (Agency) -- Exports fell 9%.", None, "2025-10-30"),
        ("Cobalt quota extended\n\nKINSHASA, 30 Oct 2025 – Exports fell 9%.", "Cobalt quota extended", "2025-10-30"),
        ("Weekly scrap note\nPosted: Aug 4, 2025\nScrap rose 2%.", "Weekly scrap note", "2025-08-04"),
        ("The mine sold 30 t in London, 4 May 2021 - its last.", None, None),
        ("Headline: Lead glut\n\nTokyo, January 5 2026: Lead fell.", "Lead glut", "2026-01-05"),
        ("ST. PETERSBURG, July 1 2026 — Nickel rose.", None, "2026-07-01"),
        ("Magnet makers wait\n\nBEIJING, Nov 2 (Agency) - Orders fell.", "Magnet makers wait", None),
        ("Antimony\n\n12 Jun 2025, 10:30 GMT\n\nIt rose.", "Antimony", "2025-06-12"),
        (
            "Tungsten: a year of records\n\nHANOI, 21 December 2025 - It rose.",
            "Tungsten: a year of records",
            "2025-12-21",
        ),
        ("Date: 2025-12-21\nTitle: Tungsten records\n\nIt rose.", "Tungsten records", "2025-12-21"),
        # a byline between title and date, a date above the title
        ("Smelter cuts output\nBy Jane Doe\nMarch 4, 2025\n\nIt cut 5%.", "Smelter cuts output", "2025-03-04"),
        ("Smelter cuts output\nBy Monday it will be shut. It cut 5%.", None, None),
        ("6 May 2024\n\nTin falls on stocks\n\nTin fell 5%.", "Tin falls on stocks", "2024-05-06"),
        ("6 May 2024\n\nTin fell 5%.", None, "2024-05-06"),
        # what kind of text it is, or whose, above the title
        ("PRESS RELEASE\nMill opens\n\nBARI, 3 May 2026 - It opened.", "Mill opens", "2026-05-03"),
        ("EQUITY RESEARCH | METALS\n2 May 2026\n\nFoil: up\n\nIt rose.", "Foil: up", "2026-05-02"),
        ("Metals Board - Press corner\nRome, 2 May 2026\n\nScrap act\n\nIt passed.", "Scrap act", "2026-05-02"),
        ("Press release on foil leaves traders cold\n\nIt fell.", "Press release on foil leaves traders cold", None),
        ("Ore prices\nSource: Lake Metals, 30 April 2026\n\nIt rose.", "Ore prices", "2026-04-30"),
        ("Robots\n\nCopper Magazine, issue 5, 20 May 2026\n\nThey rose.", "Robots", "2026-05-20"),
        ("Ministry of Mines\nTin\n\nPosted On: 23 JUL 2026 5:40PM\n\nIt rose.", "Tin", "2026-07-23"),
        # a note above the title
        ("Corrected version.\n\nTin mill opens\n\nBARI, 3 May 2026 - It opened.", "Tin mill opens", "2026-05-03"),
        ("For subscribers only.\n\nTin notes\n\nTin rose.", "Tin notes", None),
        ("Machine translation.\n\nZinc falls\nBy Ann Lee\n4 May 2026\n\nIt fell.", "Zinc falls", "2026-05-04"),
        ("Zinc fell.\n\nIt rose again on Monday.", None, None),
        ("Zinc fell.\n\nIt rose again on Monday\nand on Tuesday.", None, None),
        ("News release\nIt fell at once and went on to fall.", None, None),
    ],
)
def test_the_first_lines_state_title_and_date(text, title, day):
    document = document_of(text.encode(), Path("a.txt"), "a")
    assert document.metadata.get("title") == title
    assert document.published is None if day is None else str(document.published) == day


def test_a_dateline_gives_last_year_a_period():
    document = document_of(b"JAKARTA, Nov 2 2026 - Tin is back. Output rose 5% last year.", Path("a.txt"), "a")
    assert [figure.period for figure in document.figures] == ["2025"]
    assert document.notes == []


def test_relative_words_without_a_date_are_a_warning():
    (note,) = document_of(b"Output rose 5% last year.", Path("a.txt"), "a").notes
    assert "last year" in note
    assert document_of(b"Output rose 5% in 2024.", Path("a.txt"), "a").notes == []


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("江西有色金属产业迈上万亿元台阶\n\n2025年，江西", "江西有色金属产业迈上万亿元台阶", None),
        ("铜价上涨\n发布时间：2025-11-03 10:20\n来源：某网\n\n正文", "铜价上涨", "2025-11-03"),
        ("標題：銅價\n日期：2025年11月3日\n\n正文", "銅價", "2025-11-03"),
        ("2025年11月3日\n铜价上涨。", None, "2025-11-03"),
        ("铜价上涨\n新华社上海2025年11月3日电 铜价", "铜价上涨", "2025-11-03"),
        ("本报2025年11月3日讯 铜价上涨。", None, "2025-11-03"),
        ("铜价上涨\n昆明日报 2026年1月12日\n\n本报讯 铜价上涨。", "铜价上涨", "2026-01-12"),
        ("铜价上涨\n2026-01-12 09:30 来源：中国有色网\n\n铜价上涨。", "铜价上涨", "2026-01-12"),
        ("稀土出口\n\n数据来源：海关总署  整理：稀土网  2026年5月20日\n\n出口。", "稀土出口", "2026-05-20"),
        ("铜价上涨\n\n2025年11月3日，铜价上涨。", "铜价上涨", "2025-11-03"),
        ("本报讯（记者 周敏）2025年11月3日，铜价上涨。", None, "2025-11-03"),
        ("铜价上涨。\n\n2025年11月3日，铜厂停产。", None, None),
        ("据2025年11月3日统计，电解铜价上涨。", None, None),
        ("铜价在2025年11月3日上涨。", None, None),
    ],
)
def test_the_head_of_a_chinese_document(text, title, day):
    document = document_of(text.encode(), Path("a.txt"), "a")
    assert document.metadata.get("title") == title
    assert (document.published and document.published.isoformat()) == day


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("KUNMING, 12 March 2026. Tin prices rose 2 %.", "12 March 2026"),
        ("Lagos (Nigeria), 3 June 2025. The mine made 4,000 t.", "3 June 2025"),
        ("JAKARTA. 2 November 2026. Tin rose.", "2 November 2026"),
        ("TORONTO, ON, Feb. 3, 2026. The company sold 3 t.", "Feb. 3, 2026"),
        ("Vancouver, British Columbia, February 3, 2026. The firm sold 3 t.", "February 3, 2026"),
        ("SYDNEY, Tuesday 3 February 2026. The miner sold 3 t.", "3 February 2026"),
        ("(Hamburg, 5 May 2026) The smelter made 3 t.", "5 May 2026"),
        ("Rio de Janeiro, 2 Oct 2025 - The mine made 3 t.", "2 Oct 2025"),
        ("Dar es Salaam, 3 April 2026. Graphite rose.", "3 April 2026"),
        ("LONDON (Agency), 3 April 2026. Zinc rose.", "3 April 2026"),
        ("Tokyo, 4 April 2026\nThe smelter made 3 t.", "4 April 2026"),
        ("By Monday, 12 March 2024. The firm hopes for more.", ""),
        ("Since March 12, 2024\nthe firm has sold 3 t.", ""),
        ("Opened in Kunming, 12 March 2026. The plant burns gas.", ""),
        ("Table 3, 12 March 2026. Output", ""),
        ("In Lima, 4 May 2020. Riots", ""),
    ],
)
def test_a_dateline_may_end_in_a_full_stop(line, stated):
    assert date_in(f"A title\n\n{line}") == stated


@pytest.mark.parametrize(
    ("line", "day"),
    [
        # developed on
        ("By Jane Doe | 3 March 2026", "2026-03-03"),
        ("By our correspondent in Kitwe, 4 September 2026", "2026-09-04"),
        ("From our trade correspondent, Geneva, May 9, 2026", "2026-05-09"),
        ("Updated 4 Mar 2026, 10:15 GMT", "2026-03-04"),
        ("Published: 6 March 2026 at 08:00 CET", "2026-03-06"),
        ("Mar 8, 2026 | 3 min read", "2026-03-08"),
        ("By Jane Doe and John Roe - March 9, 2026", "2026-03-09"),
        ("Wednesday, March 11, 2026", "2026-03-11"),
        ("By Jane Doe, Metals Desk · 14/03/2026", "2026-03-14"),
        ("First published on Sun 15 Mar 2026 09.30 GMT", "2026-03-15"),
        ("Copper | News | 16 March 2026 | By Staff Reporter", "2026-03-16"),
        ("Written by Jane Doe on 17th March 2026", "2026-03-17"),
        ("Published 2 March 2026, updated 4 March 2026", "2026-03-02"),
        ("20 March 2026 | Press release", "2026-03-20"),
        ("Thu, 22 Jan 2026 11:05:00 +0000", "2026-01-22"),
        ("TOM FALK | APRIL 9, 2026", "2026-04-09"),
        # held out
        ("Publication date: 2 April 2026", "2026-04-02"),
        ("4 April 2026 · Market report · by Tom Falk", "2026-04-04"),
        ("Tom Falk, Senior Reporter | Sunday, April 5, 2026", "2026-04-05"),
        ("Mon 7 Apr 2025 08.15 BST | Last modified on Mon 7 Apr 2025 12.00 BST", "2025-04-07"),
        ("10 April 2026 (updated 11 April 2026)", "2026-04-10"),
        # dates of something else
        ("The plant, opened on 3 March 2026, makes foil.", "None"),
        ("Copper hits record on 3 March 2020, a history", "None"),
        ("Comments close on 5 March 2026", "None"),
        ("Year Ended 31 December 2025", "None"),
        ("Next event: 5 May 2026, London", "None"),
        ("Cash | 31 December 2025 | 31 December 2024", "None"),
        ("Valid until 31 December 2026", "None"),
        ("Jane Doe, 3/4/2026", "None"),  # 3 April or 4 March
    ],
)
def test_the_line_of_author_and_date_gives_the_date(line, day):
    text = f"Copper smelter raises output\n\n{line}\n\nThe smelter made 40,000 tonnes last year."
    document = document_of(text.encode(), Path("a.txt"), "a")
    assert str(document.published) == day
    assert document.metadata["title"] == "Copper smelter raises output"


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        # developed on
        ("Copperbelt Ledger, Kitwe, 14 October 2025", "Copperbelt Ledger"),
        ("By Jane Doe, The Baltic Courier, 3 March 2026", "The Baltic Courier"),
        ("3 March 2026 | Andean Metals Review", "Andean Metals Review"),
        ("Reuters, London, 4 May 2026", "Reuters"),
        ("昆明日报 2026年1月12日", "昆明日报"),
        ("《内蒙古冶金报》2026年3月2日", "内蒙古冶金报"),
        ("新华社昆明2026年1月12日电 铜产业", "新华社"),
        ("SANTIAGO, 3 March 2026", None),
        ("By Daily Mwansa, 3 March 2026", None),
        ("Industry News, 3 March 2026", None),
        ("本报2026年1月12日讯 铜", None),
        ("记者 张三 2026年1月12日", None),
        # held out
        ("The Straits Metal Post · 9 June 2026", "The Straits Metal Post"),
        ("Kansanshi Times, Solwezi, Tuesday, 9 June 2026", "Kansanshi Times"),
        ("2026年6月9日　有色金属在线", "有色金属在线"),
        ("By Ana Post | 9 June 2026", None),
        ("Weekly Review, 9 June 2026", None),
        ("据统计，2026年6月9日", None),
        ("Rheinischer Anzeiger, 2 February 2026", "Rheinischer Anzeiger"),
        ("Diario de Minas | 9 June 2026", "Diario de Minas"),
        ("Gazeta do Recôncavo, 9 June 2026", "Gazeta do Recôncavo"),
        ("Lakeland Provincial Bureau of Industry, 9 June 2026", "Lakeland Provincial Bureau of Industry"),
        ("Ministry of Mines and Energy | 9 June 2026", "Ministry of Mines and Energy"),
        ("Instituto de Metalurgia Aplicada, 9 June 2026", "Instituto de Metalurgia Aplicada"),
        ("Jane Doe of the Bureau, 9 June 2026", None),
        ("Ana Correo Lopez, 9 June 2026", None),
        # caught: a person and a paper in one part
        ("Rosa Klein for Rhein Wire, 9 June 2026", None),
    ],
)
def test_the_line_of_author_and_date_gives_the_publisher(line, publisher):
    title = "铜价上涨" if any("\u4e00" <= letter <= "\u9fff" for letter in line) else "Copper smelter raises output"
    assert head_of(f"{title}\n{line}\n\nOutput rose.").get("publisher") == publisher


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Foil mill\n\nAnatolian Metals Bulletin\n8 June 2026\n\nIt pays.", "Anatolian Metals Bulletin"),
        ("Foil mill\n8 June 2026\nMetals Weekly\n\nIt pays.", "Metals Weekly"),
        ("# Foil mill\n\n*Nordkalotten Journal, 8 June 2026*\n\nIt pays.", "Nordkalotten Journal"),
        ("Foil mill\n\nBarents Review of Mines - 8 June 2026\n\nIt pays.", "Barents Review of Mines"),
        ("Copper Daily\n8 June 2026\n\nIt pays.", None),  # the title
        ("Foil mill\n8 June 2026\nIt pays, says the Post.", None),
    ],
)
def test_the_publisher_may_be_beside_the_line_of_the_date(text, publisher):
    assert head_of(text).get("publisher") == publisher
    assert date_in(text) == "8 June 2026"


@pytest.mark.parametrize(
    ("text", "title", "publisher"),
    [
        # developed on
        (
            "Lanzhou Metals Courier\n18 September 2026\n\nFoil works opens its books\n\n{}",
            "Foil works opens its books",
            1,
        ),
        ("Zinc & Lead Weekly\nIssue 41 | 3 May 2026\n\nA mill shuts\n\n{}", "A mill shuts", 1),
        ("The Kiruna Examiner\nPublished on 3 May 2026\n\nA mill shuts\n\n{}", "A mill shuts", 1),
        ("Harbour Mail\n\n2026-05-03\n\nA mill shuts\n\n{}", "A mill shuts", 1),
        ("Huangshi Evening Paper, 12 November 2025\n\nRobots came\n\n{}", "Robots came", 1),
        ("矿业周刊\n2026年5月3日\n\n铜厂停产\n\n{}", "铜厂停产", 1),
        ("Copper Digest\n3 May 2026\n\n{}", "Copper Digest", 0),  # no other title
        ("Copper Falls Again\n3 May 2026\n\nA mill shuts\n\n{}", "Copper Falls Again", 0),  # no name of a publisher
        ("Copper Digest\nA mill shuts\n\n{}", None, 0),  # no date
        ("Mine Express\nfound no ore in 2026\n\nA mill shuts\n\n{}", None, 0),
        # held out
        ("Inland Advertiser\nTuesday, 5 May 2026\n\nSmelter cools down\n\n{}", "Smelter cools down", 1),
        ("Port & Ore Reporter\n5 May 2026, 09:30\n\nSmelter cools down\n\n{}", "Smelter cools down", 1),
        ("The Tasman Sentinel, 5 May 2026\n\nSmelter cools down\n\n{}", "Smelter cools down", 1),
        ("有色金属报\n2026年5月5日\n\n冶炼厂降温\n\n{}", "冶炼厂降温", 1),
        ("Ore Record\n5 May 2026\n\n{}", "Ore Record", 0),
        ("Smelter Cools Down\n5 May 2026\n\nNo metal for weeks\n\n{}", "Smelter Cools Down", 0),
    ],
)
def test_a_publisher_above_the_date_is_not_the_title(text, title, publisher):
    stated = head_of(text.format("The mill makes 20,000 tonnes of foil a year, and it is to make more."))
    assert stated.get("title") == title
    named = re.split(r"[,\n]", text)[0]
    assert stated.get("publisher") == (named if publisher else None)


@pytest.mark.parametrize("said", ["Broadcast on 14 May 2026", "Aired 14 May 2026"])
def test_what_was_spoken_has_the_day_of_its_broadcast(said):
    assert date_in(f"Radio Loa, the mine aloud\n{said}\n\nHOST: Good evening.") == "14 May 2026"


def test_a_firm_above_its_announcement_is_the_publisher():
    text = "LAKESIDE FOIL CO., LTD.\nResults for the year ended 31 December 2025\n\nHefei, 27 March 2026\n\nIt rose."
    stated = document_of(text.encode(), Path("a.txt"), "a").metadata
    assert stated == {"title": "Results for the year ended 31 December 2025", "publisher": "LAKESIDE FOIL CO., LTD."}


def test_a_title_may_be_above_the_line_of_author_and_date():
    assert head_of("Ore falls\nBy A. Writer | 3 May 2026\nOre fell 5%.") == {"title": "Ore falls"}
    assert head_of("Ore falls\nMay 3, 2026 | 2 min read\nOre fell 5%.") == {"title": "Ore falls"}


@pytest.mark.parametrize(
    ("below", "title"),
    [
        ("# Three-year programme\n\nIt asks for 6 %.", "Three-year programme"),
        ("\n**Foil or rod?**\n\nMargins tell.", "Foil or rod?"),
        ("Updated 3 May 2026\n\n# Tin in the rain\n\nIt rained.", "Tin in the rain"),
        ("Makers of rod earn\n$20 per tonne.", None),
        ("> Nobody knows\n\nIt rained.", None),
        ("1. Tin\n\n2. Zinc", None),
    ],
)
def test_a_header_without_a_title_leaves_it_to_the_text(below, title):
    assert head_of(f"---\npublisher: P\ndate: 2026-02-01\n---\n{below}\n").get("title") == title
    assert head_of(f"---\ntitle: Stated\n---\n{below}\n")["title"] == "Stated"


def test_a_title_with_a_date_at_its_end_is_a_title():
    assert head_of("Copper falls again, 5 May 2026\n\nCopper fell.") == {"title": "Copper falls again, 5 May 2026"}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("03/04/2026", None),
        ("12/11/2026", None),
        ("03/03/2026", "2026-03-03"),
        ("13/04/2026", "2026-04-13"),
        ("04/13/2026", "2026-04-13"),
    ],
)
def test_a_labelled_date_that_may_be_two_is_not_read(words, day):
    text = f"Title: Foil pays\nDate: {words}\n\nProfit rose by 5 % last year.\n"
    document = document_of(text.encode(), Path("a.txt"), "a")
    assert str(document.published) == str(day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Foil doubles\n\nDate: 2026-09-30\nSource: Battery Weekly\n\nFoil rose.",
            {"title": "Foil doubles", "date": "2026-09-30", "source": "Battery Weekly", "publisher": "Battery Weekly"},
        ),
        (
            "铜产业加快发展\n来源：湘江工业报\n\n正文",
            {"title": "铜产业加快发展", "source": "湘江工业报", "publisher": "湘江工业报"},
        ),
        ("标题:铜价\n来源:某报\n\n正文", {"title": "铜价", "source": "某报", "publisher": "某报"}),
        ("Source: A paper\nPublisher: A house\n\nFoil.", {"source": "A paper", "publisher": "A house"}),
        ("Source: https://example.org/a\n\nFoil.", {"source": "https://example.org/a"}),
        (
            "Standing: State media\nPublisher: A house\n\nFoil.",
            {"standing": "state_media", "publisher": "A house"},
        ),
        ("Tin rose by 5% today.\nSource: A paper\n\nMore.", {}),
    ],
)
def test_labels_below_a_title_and_the_source_as_publisher(text, expected):
    assert head_of(text) == expected


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Title: Tin\nDate: April 2026", "2026-04-30"),
        ("---\ntitle: Tin\ndate: 2026-02\n---", "2026-02-28"),
        ("Tin rises\nApril 2026", "2026-04-30"),
        ("Tin rises\nPublished: Sept. 2026", "2026-09-30"),
        ("Tin rises\nCopperbelt Ledger | May 2026", "2026-05-31"),
        ("Tin rises\nBy Jane Doe, April 2026", "2026-04-30"),
        ("Tin rises\nSource: Oriental Prices, April 2026", "2026-04-30"),
        ("锡价上涨\n2026年4月", "2026-04-30"),
        ("锡价上涨\n昆明日报 2026年4月", "2026-04-30"),
        ("Title: Tin\nDate: April 2026\n\nPERTH, 12 April 2026 - Tin rose.", "2026-04-12"),
        ("Tin Outlook, June 2030", None),
        ("Tin falls in April 2026", None),
        ("Autumn 2026", None),
        ("Tin prices\nApril 2026\nMay 2026", None),
    ],
)
def test_an_article_dated_by_a_month_counts_as_of_its_last_day(head, day):
    document = document_of(f"{head}\n\nTin output rose 5 % last year.\n".encode(), Path("a.txt"), "a")
    assert (document.published and document.published.isoformat()) == day
    assert any("last day" in note for note in document.notes) == (day is not None and day[-2:] != "12")


def test_no_day_counts_from_a_date_known_to_the_month():
    text = "Tin\nApril 2026\n\nTin rose 5 % yesterday. Zinc rose 4 % on Monday. Lead fell 3 % last month."
    document = document_of(text.encode(), Path("a.txt"), "a")
    assert [figure.period or "" for figure in document.figures] == ["", "", "2026-03"]
    assert [figure.period for figure in replace(document, metadata={"date": "30 April 2026"}).figures][:2] == [
        "2026-04-29",
        "2026-04-27",
    ]


@pytest.mark.parametrize(
    ("opening", "publisher"),
    [
        ("HAI PHONG, 12 March 2026 (Metal Trade Weekly) - Rod fell.", "Metal Trade Weekly"),
        ("LIMA, 3 March (Andina) - Zinc rose.", "Andina"),
        ("LONDON (Reuters) - Tin fell.", "Reuters"),
        ("KINSHASA, Oct 2 (Mining Desk) -- Exports fell.", "Mining Desk"),
        ("(Metal Trade Weekly) -- Copper rose.", "Metal Trade Weekly"),
        ("(Metal Trade Weekly)\nCopper rose.", "Metal Trade Weekly"),
        ("Berlin (dpa) - Der Preis stieg.", "dpa"),
        ("WASHINGTON (AP) — Copper rose.", "AP"),
        ("PERTH (Pilbara Mining Review), 3 March 2026 – Ore fell.", "Pilbara Mining Review"),
        ("NEW DELHI, Sept. 9, 2025 (Steel Desk): Steel rose.", "Steel Desk"),
        ("Title: Tin\nPublisher: Ore Times\n\nLONDON (Reuters) - Tin fell.", "Ore Times"),
        ("---\ntitle: Tin\n---\nLONDON, 4 May (Tin Desk) - Tin fell.", "Tin Desk"),
        ("PERTH (Australia) - Ore fell.", None),
        ("Cerro Verde (Peru), 3 March 2026 - Ore fell.", None),
        ("Antofagasta (ANTO) - shares fell.", None),
        ("Copper (Cu) - a metal.", None),
        ("Copper fell on 3 March (Tuesday) - a record.", None),
        ("Zambia, 3 March 2026 (updated) - Ore fell.", None),
        ("OSLO, May 3 (Updated) - Ore fell.", None),
        ("Nickel Summit (Jakarta), 2 April - Ore fell.", None),
        ("SANTIAGO, 5 de marzo (EFE) – El cobre sube.", "EFE"),
        ("Lubumbashi, Wednesday 4 March (Mining Desk) - Ore fell.", "Mining Desk"),
        ("The ministry (Energy) - so it says - waits.", None),
        ("NOTE | Foil makers | 2 June 2026\nLakeside Securities\n\nFoil fell.", "Lakeside Securities"),
    ],
)
def test_a_dateline_names_the_publisher_where_nothing_else_does(opening, publisher):
    for text in (opening, f"Ore and metal\n\n{opening}") if not opening.startswith(("Title", "---")) else (opening,):
        assert head_of(text).get("publisher") == publisher


@pytest.mark.parametrize(
    ("line", "publisher", "day"),
    [
        ("A talk with its manager. Revista Minera del Sur, 27 May 2026.", "Revista Minera del Sur", "27 May 2026"),
        ("posted 9 June 2026 by the Slagheap blog", None, "9 June 2026"),
        ("Posted on 9 June 2026 by Jane Doe", None, "9 June 2026"),
        ("The line stopped. It was shut on 27 May 2026.", None, ""),
        ("It opened on 9 June 2026 by order of the court.", None, ""),
    ],
)  # fmt: skip
def test_the_line_below_a_title_may_end_in_the_date_or_in_its_author(line, publisher, day):
    text = f"Forty percent of what?\n\n{line}\n\nIt is about tin."
    assert (date_in(text), head_of(text).get("publisher")) == (day, publisher)
