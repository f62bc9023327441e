"""Makes the files in `formats`: one article in every format that is read. Needs Python 3.11 and, for the PDF, Chromium.

    python tests/data/make_formats.py

Run again only when the article changes: ZIP and PDF hold the time at which they were made.
"""

import gzip
import io
import json
import pathlib
import subprocess
import tempfile
import zipfile
from email.message import EmailMessage

HERE = pathlib.Path(__file__).resolve().parent / "formats"
TITLE = "В Верхнереченске открыли мост через Ладву"
PARAGRAPHS = [
    "Движение по новому мосту через Ладву открыли 3 сентября 2024 года. Первыми проехали автобусы «Ладватранса», сообщила пресс-служба администрации.",
    "Глава города Олег Тарасенко назвал мост «самой долгой стройкой области»: её начали в 2016 году и дважды останавливали. По его словам, "
    "движение разгрузит центр на треть.",
    "«Мы ждали этого восемь лет», — сказала жительница Заречья Марина Кочина. Её дорога на работу сократится с сорока минут до двенадцати.",
    "Министерство транспорта выделило на достройку 1,2 млрд рублей. Старый мост закроют на ремонт в октябре.",
]
SITE, AUTHOR, DATE = "Верхнереченские ведомости", "Анна Протасова", "2024-09-03"
URL = "https://vedomosti-vr.example/2024/09/03/most"
TEXT = TITLE + "\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
STAMP = (2024, 9, 3, 12, 0, 0)


def write(name, data):
    data = data.encode("utf-8") if isinstance(data, str) else data
    (HERE / name).write_bytes(data)
    return data


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data)
    return out.getvalue()


def html():
    linked = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "datePublished": f"{DATE}T10:15:00+03:00",
              "author": {"@type": "Person", "name": AUTHOR}, "publisher": {"@type": "Organization", "name": SITE}, "articleSection": "Город"}
    body = "\n".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return f"""<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>{TITLE} - {SITE}</title><link rel="canonical" href="{URL}">
<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script></head>
<body><nav><a href="/">Главная</a> <a href="/sport">Спорт</a></nav>
<article><h1>{TITLE}</h1>{body}</article>
<aside class="related"><a href="/1">Трамвай сошёл с рельсов у рынка</a></aside><footer>© {SITE}</footer></body></html>"""


def docx():
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraph = "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>"
    # A word in two runs, a deleted one, a page's end.
    half = PARAGRAPHS[0].index("мосту") + 2
    first = (f"<w:p><w:r><w:t>{PARAGRAPHS[0][:half]}</w:t></w:r><w:del><w:r><w:delText>старому </w:delText></w:r></w:del>"
             f"<w:r><w:t xml:space=\"preserve\">{PARAGRAPHS[0][half:]}</w:t></w:r></w:p>")
    rest = [paragraph.format(PARAGRAPHS[1]), "<w:p><w:r><w:lastRenderedPageBreak/><w:t xml:space=\"preserve\">" + PARAGRAPHS[2] + "</w:t></w:r></w:p>", paragraph.format(PARAGRAPHS[3])]
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{w}"><w:body>{paragraph.format(TITLE)}{first}{"".join(rest)}</w:body></w:document>'
    types = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
             'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    return packed({"[Content_Types].xml": types, "word/document.xml": document})


def odt():
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{p}</text:p>" for p in PARAGRAPHS[:2]) + "<text:p><text:soft-page-break/>" + PARAGRAPHS[2] + f"</text:p><text:p>{PARAGRAPHS[3]}</text:p>"
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:text><text:h>{TITLE}</text:h>{body}</office:text></office:body></office:document-content>'
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf():
    def escaped(text):
        out = ""
        for c in text:
            code = c.encode("cp1251", "ignore")
            out += c if ord(c) < 128 else (f"\\'{code[0]:02x}" if code else f"\\u{ord(c)}?")
        return out
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset204 Times New Roman Cyr;}{\f1\fcharset0 Arial;}}{\info{\title x}}\f0 "
    return (head + r"\par ".join(escaped(t) for t in [TITLE, *PARAGRAPHS]) + "}").encode("ascii")


def epub():
    chapter = f'<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>{TITLE}</h1>' + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</body></html>"
    package = (f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{SITE}</dc:title>'
               f'<dc:creator>{AUTHOR}</dc:creator><dc:date>{DATE}</dc:date></metadata><manifest><item id="c" href="text/%D0%BC%D0%BE%D1%81%D1%82.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>')
    container = '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    return packed({"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": package, "OEBPS/text/мост.xhtml": chapter})


def mail():
    message = EmailMessage()
    message["From"] = f"{AUTHOR} <protasova@vedomosti-vr.example>"
    message["To"] = "editor@vedomosti-vr.example"
    message["Subject"] = TITLE
    message["Date"] = "Tue, 03 Sep 2024 23:40:00 +0300"
    message["Message-ID"] = "<1@vedomosti-vr.example>"
    message.set_content("\n\n".join(PARAGRAPHS) + "\n", cte="base64")
    message.add_attachment(TEXT.encode("koi8-r", "replace"), maintype="text", subtype="plain", filename="мост.txt")
    return message.as_bytes()


def mhtml(page):
    return (f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nSubject: =?utf-8?Q?x?=\r\nDate: Fri, 6 Sep 2024 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n------b\r\nContent-Type: text/html\r\n'
            f"Content-Transfer-Encoding: 8bit\r\nContent-Location: {URL}\r\n\r\n{page}\r\n------b--\r\n")


def feed():
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return f"""<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{SITE}</title>
<item><title>{TITLE}</title><link>{URL}</link><pubDate>Tue, 03 Sep 2024 23:15:00 +0300</pubDate><category>Город</category><content:encoded><![CDATA[{body}]]></content:encoded></item>
<item><title>Вторая новость дня</title><link>{URL}2</link><pubDate>Wed, 04 Sep 2024 01:15:00 +0300</pubDate><description>Библиотека имени Короленко получила архив краеведа. Дар разберут к лету.</description></item>
</channel></rss>""".encode("cp1251", "xmlcharrefreplace")


def table():
    quoted = TEXT.replace('"', '""')
    return f'Заголовок;Дата;Источник;Текст\r\n"{TITLE}";03.09.2024;"{SITE}";"{quoted}"\r\n"Без текста";04.09.2024;"{SITE}";""\r\n'.encode("cp1251", "replace")


def pdf():
    page = HERE / "page.tmp.html"
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    style = "<style>@page{size:A5;margin:18mm} body{font:11pt/1.4 serif;text-align:justify;hyphens:manual} h1{font-size:16pt} .new{break-before:page}</style>"
    page.write_text(f"<!DOCTYPE html><html lang=ru><meta charset=utf-8>{style}<h1>{TITLE}</h1>{body.replace('<p>«Мы', '<p class=new>«Мы')}", encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-pdf-header-footer",
                        f"--print-to-pdf={HERE / 'article.pdf'}", page.as_uri()], check=True, capture_output=True)
    page.unlink()


def main():
    text = write("article.txt", TEXT)
    write("article-1251.txt", TEXT.encode("cp1251", "replace"))
    page = html()
    write("article.html", page)
    write("article.md", f"---\ntitle: {TITLE}\ndate: {DATE}\n---\n\n# {TITLE}\n\n" + "\n\n".join(PARAGRAPHS).replace("«самой долгой", "**«самой долгой**") + f"\n\n![x](a.png)\n[Источник]({URL})\n")
    write("article.docx", docx())
    write("article.odt", odt())
    write("article.rtf", rtf())
    book = write("article.epub", epub())
    letter = write("article.eml", mail())
    write("article.mhtml", mhtml(page))
    write("articles.mbox", b"".join(b"From nobody Tue Sep  3 12:00:00 2024\n" + letter.replace(b"\r\n", b"\n") + b"\n\n" for _ in range(2)))
    record = {"id": "most", "title": TITLE, "date": DATE, "source": SITE, "url": URL, "text": TEXT}
    write("article.json", json.dumps({"articles": [{"headline": TITLE, "datePublished": f"{DATE}T23:00:00+03:00", "articleBody": TEXT}]}, ensure_ascii=False))
    write("articles.jsonl", json.dumps(record, ensure_ascii=False) + "\n" + json.dumps({**record, "id": "most-2"}, ensure_ascii=True) + "\n")
    write("articles.csv", table())
    write("articles.rss", feed())
    write("article.txt.gz", gzip.compress(text, mtime=0))
    inner = packed({"2004/письмо.eml": letter})
    # Names as Windows packed them: without the mark of UTF-8, in code page 866.
    old = packed({"nazvanie.txt": text}).replace(b"nazvanie.txt", "название.txt".encode("cp866"))
    write("old-names.zip", old)
    write("nested.zip", packed({"папка/статья.txt": text, "внутри.zip": inner, "книга.epub": book, "__MACOSX/._x": b"x", "пусто.txt": b""}))
    pdf()


if __name__ == "__main__":
    main()
