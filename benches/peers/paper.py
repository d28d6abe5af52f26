"""The words and tables of two forms, set by LibreOffice, WeasyPrint, ReportLab and Typst: time, bytes, faces, text.

Run by `cargo bench --bench paper -- peers`, which hands over words.json, the folder of the faces and a folder to write to.
A peer that is not there is named as missing; nothing is estimated. Times: LibreOffice is a program of its own and is
started for each document, warm disk; the libraries run in this process, the first document not counted.
"""

import gzip
import html
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

TIMES = 5
WORDS, FACES, OUT = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])


def faces():
    """The program's own faces, unpacked: all set with the same ones where the tool takes a file."""
    for name in ["NotoSansSC-Regular", "NotoSerifSC-Regular"]:
        (OUT / f"{name}.ttf").write_bytes(gzip.decompress((FACES / f"{name}.ttf.gz").read_bytes()))


def columns(words):
    return max((len(row) for row in words["rows"]), default=1)


def libreoffice(words, target):
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn

    soffice = shutil.which("soffice")
    if soffice is None:
        raise ImportError("soffice")
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "Noto Serif CJK SC"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    section = document.sections[0]
    if words["wide"]:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(words["title"])
    for line in words["lines"]:
        document.add_paragraph(line)
    count = columns(words)
    table = document.add_table(rows=len(words["rows"]), cols=count)
    table.style = "Table Grid"
    for row, cells in zip(table.rows, words["rows"]):
        places = row.cells
        for n, text in enumerate(cells):
            places[n].text = text
        if 0 < len(cells) < count:
            places[len(cells) - 1].merge(places[count - 1])
    source = target.with_suffix(".docx")
    document.save(source)
    profile = (OUT / "office").resolve().as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(OUT)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)


def weasyprint(words, target):
    import weasyprint as tool

    count = columns(words)
    rows = ""
    for row in words["rows"]:
        cells = ""
        for n, text in enumerate(row):
            span = count - n if n + 1 == len(row) else 1
            cells += f'<td colspan="{span}">{html.escape(text)}</td>'
        rows += f"<tr>{cells}</tr>"
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in words["lines"])
    size = "A4 landscape" if words["wide"] else "A4"
    page = f"""<html lang="zh-CN"><style>@font-face {{ font-family: serif-sc; src: url("{OUT.resolve().as_uri()}/NotoSerifSC-Regular.ttf") }}
      @page {{ size: {size}; margin: 15mm }} body {{ font: 9pt serif-sc }} table {{ border-collapse: collapse; width: 100% }}
      td {{ border: 0.6pt solid black; padding: 2pt }}</style><h1>{html.escape(words["title"])}</h1>{lines}<table>{rows}</table>"""
    tool.HTML(string=page).write_pdf(target)


def reportlab(words, target):
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    # read anew for each document, as a program started for one form would
    pdfmetrics.registerFont(TTFont("serif-sc", str(OUT / "NotoSerifSC-Regular.ttf")))
    style = ParagraphStyle("body", fontName="serif-sc", fontSize=9, leading=13, wordWrap="CJK")
    count = columns(words)
    say = lambda text: Paragraph(html.escape(text), style)
    rows = [[say(text) for text in row] + [""] * (count - len(row)) for row in words["rows"]]
    spans = [("SPAN", (len(row) - 1, n), (count - 1, n)) for n, row in enumerate(words["rows"]) if 0 < len(row) < count]
    size = landscape(A4) if words["wide"] else A4
    table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.6, (0, 0, 0)), *spans], repeatRows=0)
    parts = [say(words["title"]), *(say(line) for line in words["lines"]), table]
    SimpleDocTemplate(str(target), pagesize=size, leftMargin=42, rightMargin=42, topMargin=42, bottomMargin=42).build(parts)


def typst(words, target):
    import typst as tool

    quoted = lambda text: json.dumps(text, ensure_ascii=False)
    count = columns(words)
    cells = []
    for row in words["rows"]:
        for n, text in enumerate(row):
            span = count - n if n + 1 == len(row) else 1
            cells.append(f"table.cell(colspan: {span}, text({quoted(text)}))")
    lines = "\n\n".join(f"#text({quoted(line)})" for line in words["lines"])
    flipped = "true" if words["wide"] else "false"
    source = OUT / "page.typ"
    source.write_text(
        f'#set page("a4", flipped: {flipped}, margin: 15mm)\n#set text(font: "Noto Serif SC", size: 9pt, lang: "zh")\n'
        f'#text({quoted(words["title"])})\n\n{lines}\n\n#table(columns: {count}, {", ".join(cells)})\n'
    )
    target.write_bytes(tool.compile(str(source), font_paths=[str(OUT)]))


def cpu():
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def faces_of(file):
    if shutil.which("pdffonts") is None:
        return "not checked"
    told = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True).stdout.splitlines()[2:]
    embedded = [line.split()[-4] for line in told if line.split()[-5] == "yes"]
    return "subset" if embedded and all(sub == "yes" for sub in embedded) else "whole" if embedded else "none"


def text_of(file, words):
    """How many of the words a reader finds again."""
    if shutil.which("pdftotext") is None:
        return "not checked"
    squeeze = lambda text: "".join(text.split())
    told = squeeze(subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True).stdout)
    probes = {squeeze(text) for row in words["rows"] for text in row if 3 <= len(squeeze(text)) <= 8}
    return f"{sum(probe in told for probe in probes)}/{len(probes)}"


def line(name, tool, wall, used, file, words):
    print(f"{name:<18}{tool:<14}{used:>10.1f}{wall:>10.1f}{os.path.getsize(file):>11}  {faces_of(file):<13}{text_of(file, words)}")


def main():
    faces()
    print(f"\n{'one document, ms':<18}{'tool':<14}{'CPU':>10}{'wall':>10}{'bytes':>11}  {'faces':<13}words found")
    for asked in json.loads(WORDS.read_text()):
        name, words, ours = asked["name"], asked["words"], asked["ours"]
        line(name, "Kesu Desk", ours["wall"], ours["cpu"], ours["file"], words)
        for tool in [typst, reportlab, weasyprint, libreoffice]:
            target = OUT / f"{tool.__name__}-{name.replace(' ', '-')}.pdf"
            try:
                tool(words, target)
            except ImportError as missing:
                print(f"{name:<18}{tool.__name__:<14}missing: {missing}")
                continue
            except Exception as fault:
                print(f"{name:<18}{tool.__name__:<14}failed: {fault}")
                continue
            wall, used = time.perf_counter(), cpu()
            for _ in range(TIMES):
                tool(words, target)
            wall, used = time.perf_counter() - wall, cpu() - used
            line(name, tool.__name__, wall * 1000 / TIMES, used * 1000 / TIMES, target, words)


main()
