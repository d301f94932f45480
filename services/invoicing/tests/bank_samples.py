"""Files as banks write them, of invented customers."""

IBAN = "DK5000400440116243"

_PARTIES = """
<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id><IBAN>DK2000400440999999</IBAN></Id></DbtrAcct></RltdPties>
"""
_ENTRY = """
<Ntry>
  <Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>{status}</Sts>
  <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{bank_reference}</AcctSvcrRef>
  <NtryDtls><TxDtls><Refs><EndToEndId>{e2e}</EndToEndId></Refs>{parties}
    <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry>
"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-10-02T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">1000.00</Amt>
  <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-01</Dt></Dt></Bal>
{balance}{entries}
</Stmt></BkToCstmrStmt></Document>
"""
_CLOSING = """<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{closing}</Amt>
  <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-01</Dt></Dt></Bal>"""


def camt_entry(amount: str, text: str = "", **said: str) -> str:
    """An entry; money that goes out begins with a minus."""
    known = {
        "currency": "DKK",
        "status": "BOOK",
        "day": "2026-10-01",
        "bank_reference": "",
        "e2e": "",
    }
    sign = "DBIT" if amount.startswith("-") else "CRDT"
    parties = _PARTIES.format(name=said.pop("name")) if "name" in said else ""
    values = {**known, **said, "sign": sign, "parties": parties}
    return _ENTRY.format(amount=amount.removeprefix("-"), text=text, **values)


def camt(*entries: str, closing: str = "", iban: str = IBAN, currency: str = "DKK") -> bytes:
    """A statement of these entries; with a closing balance, if it is said."""
    balance = _CLOSING.format(closing=closing, currency=currency) if closing else ""
    words = {"iban": iban, "currency": currency, "balance": balance}
    return _DOCUMENT.format(entries="".join(entries), **words).encode()


MT940 = """:20:STARTUMS
:25:DK5000400440116243
:28C:1/1
:60F:C261001DKK1000,00
:61:2610021002C1250,00NTRFNONREF//BANKREF1
:86:Nordlys ApS Faktura 2026-0001
:61:2610031003RC100,00NMSCNONREF
:86:166?00STORNO?20Faktura 2025-0009?21 tilbage?32NORDLYS APS?31DK2000400440999999
:61:261003D50,5NCHGNONREF
:86:/EREF/E-17/NAME/Banken A/S/REMI/Gebyr for konto
:62F:C261003DKK2099,50
"""
DANSKE = (
    '"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"\r\n'
    '"01.10.2026";"Faktura 2026-0001 Nordlys";"1.250,00";"11.250,00";"Udført";"Nej"\r\n'
    '"02.10.2026";"Gebyr";"-3,00";"11.247,00";"Udført";"Nej"\r\n'
    '"03.10.2026";"Dankort";"-300,00";"10.947,00";"Venter";"Nej"\r\n'
)
DANSKE_BUSINESS = (
    '"Bogført dato";"Rentedato";"Tekst";"Antal";"Beløb i DKK";"Bogført saldo i DKK";"Status";"Bankens arkivreference"\r\n'
    '"01.10.2026";"02.10.2026";"Nordlys 2026-0001";"";"1250,00";"129693,59";"Udført";"9876      0000000000"\r\n'
)
NORDEA = (
    "\ufeffBogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta;Afstemt;\n"
    "Reserveret;-39,95;9040298476;;;BAGER;;DKK;;\n"
    "2026/10/01;1250,00;9040111111;9040298476;Nordlys ApS;Faktura 2026-0001;10577,22;DKK;;\n"
)
JYSKE = (
    "\ufeffDato;Tekst;Beløb;Saldo;Afstemt;Kontonummer;Kontonavn;Hovedkategori;Kategori;Kommentar\n"
    "01.10.2026;Nordlys 2026-0001;1.250,00;2.250,00;;123;Drift;Indtægter;Anden indtægt;\n"
)
SYDBANK = (
    '"Dato";"Valør";"Tekst";"Beløb";"Saldo";"Afstemt"\r\n'
    '"01.10.2026";"01.10.2026";"Nordlys 2026-0001";"1.250,00";"21.461,20";"Udført"\r\n'
)
NYKREDIT = (
    '"Exportkonto";"Afsenderkonto";"Modtagerkonto";"Dato";"Tekst";"Beløb";"Saldo";"Indbetaler";"Supp. tekst til modtager";'
    '"Tekst til modtager";"Betalingsident";"End2end";"Gebyrer(Swift)";"Kontohaver";"Valørdato";"Valuta";"Vekselkurs";\r\n'
    '"54740001351377";"54740009999999";"54740001351377";01-10-2026;"Fra konto"; 1250.00; 2250.00;"NORDLYS APS";"";'
    '"Faktura 2026-0001";"";"E-17";;"Os";01-10-2026;"DKK";;\r\n'
)
SPAR_NORD = (
    '"Dato";"Tekst";"Beløb";"Saldo";"Valørdato";"Type";"Adviseringer";\r\n'
    '01-10-2026;"OVERFØRSEL"; 1.250,00; 2.250,00;"01-10-2026";"OVF.";"Nordlys ApS 2026-0001";\r\n'
)
SDC = (
    "Kontonr.;Dato;Valørdato;Beløb;Valuta;Oprindeligt beløb;Oprindelig valuta;Mod-konto;Tekst;Ekstern reference;"
    "Bankens reference;Samlepost;Betaler-id;Navn-adresse 1;Advis 1;Advis 2;Advis 3\r\n"
    "0400 4010393855;01-10-2026;01-10-2026;1250;DKK;1250;DKK;;Overførsel;;Q000004890;;;Nordlys ApS;2026-0001;;\r\n"
)
