"""The receipt of `motcua bench print`, drawn by WeasyPrint in a warm process: same words, same fonts, two copies on two
pages, a QR code and a bar code as SVG. Prints both figures and their ratio.

    python3 -m venv /tmp/weasyprint && /tmp/weasyprint/bin/pip install weasyprint
    /tmp/weasyprint/bin/python tests/bench/receipt_by_weasyprint.py target/release/motcua
"""

import json
import pathlib
import random
import statistics
import subprocess
import sys
import time

from weasyprint import CSS, HTML, __version__
from weasyprint.text.fonts import FontConfiguration

FONTS = pathlib.Path(__file__).resolve().parents[2] / "assets" / "fonts"
RENDERS = 40

FACES = "".join(
    f"@font-face {{ font-family: S; src: url('{(FONTS / f'LiberationSerif-{name}.ttf').as_uri()}'); {style} }}\n"
    for name, style in [
        ("Regular", ""),
        ("Bold", "font-weight: bold"),
        ("Italic", "font-style: italic"),
        ("BoldItalic", "font-weight: bold; font-style: italic"),
    ]
)
STYLE = FACES + """
@page { size: A4; margin: 18mm 15mm 16mm 30mm }
body { font: 12.5pt S; margin: 0 }
p { margin: 0 0 .25em; text-align: justify; line-height: 1.1 }
.copy + .copy { break-before: page }
.head, .marks, .hands { display: flex; text-align: center }
.head > *, .hands > * { flex: 1 }
.head p, .hands p { text-align: center; margin: 0 0 .3em }
h1 { font-size: 14pt; text-align: center; margin: 6pt 0 }
table { border-collapse: collapse; width: 100%; font-size: 12pt; margin-bottom: .5em }
td, th { border: .5pt solid; padding: 3pt 4pt; line-height: 1.1 }
svg.qr { width: 24mm; height: 24mm } svg.bars { width: 70mm; height: 10.5mm; display: block }
.hands { margin-top: 4pt } .hands b.name { display: block; margin-top: 13mm }
.small { font-size: 11pt; font-style: italic }
"""


def dark_runs(rows):
    """One path for all dark modules, as our own marks are drawn."""
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                path.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
                x = end
            else:
                x += 1
    return "".join(path)


def svg(name, rows):
    wide, high = len(rows[0]), len(rows)
    return (
        f'<svg class="{name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'preserveAspectRatio="none"><path d="{dark_runs(rows)}"/></svg>'
    )


def copy(place, title):
    dice = random.Random(place)
    qr = svg("qr", [[dice.random() < 0.5 for _ in range(33)] for _ in range(33)])
    bars = svg("bars", [[dice.random() < 0.5 for _ in range(200)]])
    papers = [
        ("Tờ khai đăng ký khai sinh theo mẫu", "Bản chính"),
        ("Giấy chứng sinh hoặc văn bản của người làm chứng xác nhận về việc sinh", "Bản chính"),
        ("Giấy tờ tùy thân của người yêu cầu", "Bản điện tử"),
    ]
    rows = "".join(f"<tr><td>{n}</td><td>{a}</td><td>{b}</td><td>01</td></tr>" for n, (a, b) in enumerate(papers, 1))
    lines = [
        "Bộ phận tiếp nhận và trả kết quả: Quầy số 3, Trung tâm Phục vụ hành chính công xã Đông Anh",
        f"Tiếp nhận hồ sơ của: <b>Nguyễn Thị Hà {place}</b>",
        "Số định danh cá nhân/CCCD: 001*****4567",
        f"Địa chỉ: Số {place}, thôn Đản Dị, xã Đông Anh, thành phố Hà Nội",
        f"Số điện thoại: 0912 34{place:04} – Email: congdan{place}@example.vn",
        "Nội dung yêu cầu giải quyết: <b>Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con</b> (mã thủ tục: 1.000689)",
        "<b>1.</b> Thành phần hồ sơ nộp gồm:",
    ]
    after = [
        "<b>2.</b> Số lượng hồ sơ: 01 (bộ)",
        "<b>3.</b> Thời gian giải quyết hồ sơ theo quy định là: 05 ngày làm việc",
        "<b>4.</b> Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 05 tháng 11 năm 2026",
        "<b>5.</b> Thời gian trả kết quả giải quyết hồ sơ: <b>09 giờ 05 phút, ngày 10 tháng 11 năm 2026</b>",
        "<b>6.</b> Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công xã Đông Anh",
        "<b>7.</b> Phí, lệ phí: Lệ phí đăng ký khai sinh: 5.000 đồng; Lệ phí đăng ký nhận cha, mẹ, con: 15.000 đồng; tổng cộng: <b>20.000 đồng</b>",
        f"Vào Sổ theo dõi hồ sơ, Quyển số: 2026, Số thứ tự: {place}",
    ]
    say = lambda all: "".join(f"<p>{line}</p>" for line in all)
    return f"""<div class="copy"><p class="small" style="text-align:right">Mẫu số 01, Thông tư số 03/2025/TT-VPCP</p>
<div class="head"><div><p>ỦY BAN NHÂN DÂN XÃ ĐÔNG ANH</p><p><b>TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐÔNG ANH</b></p><p>Số: {place:04}/TNHS</p></div>
<div><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p><p><i>Đông Anh, ngày 05 tháng 11 năm 2026</i></p></div></div>
<div class="marks">{qr}<div><p>Mã hồ sơ: <b>H26.18.1-261105-{place:04}</b></p>{bars}</div><div><p>Mã tra cứu</p><p><b>K7QX{place:04}</b></p></div></div>
<h1>GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ</h1><p style="text-align:center"><i>({title})</i></p>
{say(lines)}<table><tr><th>STT</th><th>Tên giấy tờ</th><th>Loại</th><th>Số lượng</th></tr>{rows}</table>{say(after)}
<div class="hands"><div><p><b>NGƯỜI NỘP HỒ SƠ</b></p><p><i>(Ký và ghi rõ họ tên)</i></p><b class="name">Nguyễn Thị Hà</b></div>
<div><p><b>NGƯỜI TIẾP NHẬN HỒ SƠ</b></p><p><i>(Ký và ghi rõ họ tên)</i></p><b class="name">Trần Văn Hùng</b></div></div>
<p class="small">Khi nhận kết quả, đề nghị mang theo giấy này và giấy tờ tùy thân; người nhận thay mang thêm văn bản ủy quyền.
Tra cứu hồ sơ: quét mã QR, hoặc nhập mã hồ sơ và mã tra cứu tại https://dichvucong.example.vn/tra-cuu. Điện thoại hỗ trợ: 024 3883 2222.</p></div>"""


def main():
    motcua = json.loads(
        subprocess.run(
            [sys.argv[1], "bench", "print", "--json", "--renders", "600", "--slips", "20"],
            check=True, capture_output=True, text=True,
        ).stdout
    )
    fonts = FontConfiguration()
    style = CSS(string=STYLE, font_config=fonts)
    times = []
    for place in range(RENDERS + 5):
        page = copy(place, "Liên 1: Giao người nộp hồ sơ") + copy(place, "Liên 2: Lưu tại nơi tiếp nhận")
        began = time.perf_counter()
        pdf = HTML(string=f'<html lang="vi"><body>{page}</body></html>').write_pdf(stylesheets=[style], font_config=fonts)
        times.append((time.perf_counter() - began) * 1000)
    times = times[5:]
    if len(sys.argv) > 2:
        pathlib.Path(sys.argv[2]).write_bytes(pdf)
    ours, theirs = motcua["warm"]["p50"], statistics.median(times)
    print(f"motcua      p50 {ours:8.1f} ms  (PDF/A-3a, PDF/UA-1, data inside)")
    print(f"WeasyPrint  p50 {theirs:8.1f} ms  ({__version__}, plain PDF)")
    print(f"{theirs / ours:.1f} times as fast; promised: 12")


main()
