"""Makes the files of this folder: certificates, key files, and PDFs that pyHanko signed, appended to or tampered with.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pyhanko cryptography
    /tmp/venv/bin/python make.py PAGE.pdf

PAGE.pdf is any one-page PDF. Everything is a trial: no authority of this name exists.
"""
import datetime as d
import io
import pathlib
import subprocess
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils import generic
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

here = pathlib.Path(__file__).parent
PASSPHRASE = b"Mua-thu-2026"
FROM, UNTIL = d.datetime(2025, 1, 1), d.datetime(2045, 1, 1)


def name(common, organisation=None):
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts + [x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(subject, key, issuer, issuer_key, ca=None, until=UNTIL, begins=FROM, stamps=False, signs=True):
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins).not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca is not None, ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(
            digital_signature=ca is None and signs, content_commitment=ca is None and signs and not stamps,
            key_encipherment=not signs, data_encipherment=False, key_agreement=False, key_cert_sign=ca is not None,
            crl_sign=ca is not None, encipher_only=False, decipher_only=False), critical=True)
    )
    if stamps:
        made = made.add_extension(
            x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key, hashes.SHA256())


def new_rsa():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(cert):
    return cert.public_bytes(serialization.Encoding.PEM)


root_key, sub_key, stranger_key = new_rsa(), new_rsa(), new_rsa()
root_name = name("Thử nghiệm Root CA", "motcua")
sub_name = name("Thử nghiệm CA chuyên dùng", "motcua")
root = certificate(root_name, root_key, root_name, root_key, ca=2)
sub = certificate(sub_name, sub_key, root_name, root_key, ca=0)
stranger_name = name("CA không quen biết")
stranger = certificate(stranger_name, stranger_key, stranger_name, stranger_key, ca=2)
(here / "root.pem").write_bytes(pem(root))
(here / "stranger.der").write_bytes(stranger.public_bytes(serialization.Encoding.DER))

OFFICE = name("Ủy ban nhân dân xã Đông Anh", "Thành phố Hà Nội")
office_key, p256_key, p384_key, other_key = new_rsa(), ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1()), new_rsa()
office = certificate(OFFICE, office_key, sub_name, sub_key)
p256 = certificate(OFFICE, p256_key, sub_name, sub_key)
p384 = certificate(OFFICE, p384_key, sub_name, sub_key)
expired = certificate(OFFICE, office_key, sub_name, sub_key, until=d.datetime(2025, 6, 1))
sealing = certificate(OFFICE, office_key, sub_name, sub_key, signs=False)
person_key = new_rsa()
person = certificate(name("Nguyễn Văn Bình"), person_key, sub_name, sub_key)
outsider = certificate(name("Trần Thị Lạ"), person_key, stranger_name, stranger_key)
(here / "office-rsa.pem").write_bytes(pem(office))
stamper_key = new_rsa()
stamper = certificate(name("Thử nghiệm TSA", "motcua"), stamper_key, sub_name, sub_key, stamps=True)

MODERN = serialization.BestAvailableEncryption(PASSPHRASE)
LEGACY = (serialization.PrivateFormat.PKCS12.encryption_builder()
          .kdf_rounds(2048).key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
          .hmac_hash(hashes.SHA1()).build(PASSPHRASE))
for file, key, cert, chain, lock in [
    ("office-rsa.p12", office_key, office, [sub, root], MODERN),
    ("office-old.p12", office_key, office, [sub, root], LEGACY),
    ("office-p256.p12", p256_key, p256, [sub, root], MODERN),
    ("office-p384.p12", p384_key, p384, [sub], MODERN),
    ("office-expired.p12", office_key, expired, [sub], MODERN),
    ("office-not-signing.p12", office_key, sealing, [sub], MODERN),
    ("other-key.p12", other_key, None, [sub], MODERN),
]:
    (here / file).write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, cert, chain, lock))

from asn1crypto import keys as akeys, x509 as ax509


def to_asn1(cert):
    return ax509.Certificate.load(cert.public_bytes(serialization.Encoding.DER))


def signer(key, cert, chain):
    store = SimpleCertificateStore.from_certs([to_asn1(one) for one in chain])
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(signing_cert=to_asn1(cert), signing_key=akeys.PrivateKeyInfo.load(der), cert_registry=store)


page = pathlib.Path(sys.argv[1]).read_bytes()
by_person, by_outsider, by_office = signer(person_key, person, [sub]), signer(person_key, outsider, []), signer(office_key, office, [sub])


def stamper_with(key, cert):
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return timestamps.DummyTimeStamper(
        to_asn1(cert), akeys.PrivateKeyInfo.load(der), certs_to_embed=SimpleCertificateStore.from_certs([to_asn1(sub)]))


# One that may make time-stamps, and one that merely does.
tsa, anybody = stamper_with(stamper_key, stamper), stamper_with(person_key, person)


def sign(pdf, by, field, pades=True, stamped=False, **more):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", name="Ai đó",
        subfilter=fields.SigSeedSubFilter.PADES if pades else fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED, **more)
    out = signers.PdfSigner(meta, signer=by, timestamper=stamped or None).sign_pdf(writer)
    return out.getvalue()


def changed(pdf, change):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer):
    return writer.root["/Pages"]["/Kids"][0].get_object()


def other_page(writer):
    page = first_page(writer)
    page[generic.pdf_name("/Contents")] = writer.add_object(
        generic.StreamObject(stream_data=b"0 0 1 rg 100 100 200 200 re f"))
    writer.update_container(page)


def note(writer):
    page = first_page(writer)
    note = writer.add_object(generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"), generic.pdf_name("/Subtype"): generic.pdf_name("/Square"),
        generic.pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (100, 100, 300, 300)]),
        generic.pdf_name("/C"): generic.ArrayObject([generic.NumberObject(n) for n in (1, 0, 0)])}))
    list = page.get("/Annots", generic.ArrayObject())
    list = generic.ArrayObject(list)
    list.append(note)
    page[generic.pdf_name("/Annots")] = list
    writer.update_container(page)


def one_page_more(writer):
    tree = writer.root["/Pages"]
    copy = generic.DictionaryObject({k: v for k, v in first_page(writer).items() if k != "/Annots"})
    tree["/Kids"].append(writer.add_object(copy))
    tree[generic.pdf_name("/Count")] = generic.NumberObject(2)
    writer.update_container(tree)


one = sign(page, by_person, "Nguoi1")
files = {
    "unsigned": page,
    "valid": one,
    "adobe": sign(page, by_person, "Nguoi1", pades=False),
    "stamped": sign(page, by_person, "Nguoi1", stamped=tsa),
    "stamped-by-anybody": sign(page, by_person, "Nguoi1", stamped=anybody),
    "twice": sign(one, by_office, "CoQuan"),
    "unknown-issuer": sign(page, by_outsider, "NguoiLa"),
    "page-changed": changed(one, other_page),
    "note-added": changed(one, note),
    "page-added": changed(one, one_page_more),
    "closed": sign(page, by_person, "Nguoi1", certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES),
}
middle = files["valid"].index(b"stream", 500) + 40
tampered = bytearray(one)
tampered[middle] ^= 1
files["tampered"] = bytes(tampered)
spot = one.rindex(b"/ByteRange")
for file, content in files.items():
    (here / f"{file}.pdf").write_bytes(content)
print({file: len(content) for file, content in files.items()})

# What a signature shows: a blue stroke and a red ring, both on nothing.
from PIL import Image, ImageDraw

seal = Image.new("RGBA", (640, 640), (0, 0, 0, 0))
draw = ImageDraw.Draw(seal)
RED = (208, 24, 24, 230)
draw.ellipse((12, 12, 628, 628), outline=RED, width=14)
draw.ellipse((150, 150, 490, 490), outline=RED, width=8)
draw.polygon([(320, 190), (350, 285), (450, 285), (370, 345), (400, 440), (320, 380), (240, 440), (270, 345), (190, 285), (290, 285)], fill=RED)
seal.resize((320, 320), Image.LANCZOS).quantize(16).save(here / "seal.png", optimize=True)
stroke = Image.new("RGBA", (880, 400), (0, 0, 0, 0))
draw = ImageDraw.Draw(stroke)
points = [(40, 300), (120, 80), (180, 320), (260, 120), (330, 300), (420, 200), (520, 260), (600, 140), (700, 250), (840, 90)]
draw.line(points, fill=(20, 60, 170, 255), width=14, joint="curve")
draw.line([(80, 340), (800, 320)], fill=(20, 60, 170, 255), width=8)
stroke.resize((440, 200), Image.LANCZOS).quantize(16).save(here / "signature.png", optimize=True)
