"""Has pyHanko validate what motcua signed: `just pades` puts the files into the folder that is named here."""
import pathlib
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

here = pathlib.Path(__file__).parent
root = load_cert_from_pemder(here / "root.pem")
failed = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.pdf")):
    reader = PdfFileReader(path.open("rb"))
    for signature in reader.embedded_signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail")
        status = validate_pdf_signature(signature, context)
        good = status.bottom_line
        failed += not good
        print(f"{path.name:16} {signature.field_name:10} {'valid' if good else 'NOT VALID'}  intact={status.intact} "
              f"trusted={status.trusted} coverage={status.coverage.name} changes={status.modification_level.name if status.modification_level else '-'}")
        if not good:
            print(status.pretty_print_details())
sys.exit(bool(failed))
