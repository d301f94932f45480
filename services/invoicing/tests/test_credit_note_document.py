"""A printed credit note says what the law demands (domain §8)."""

import io

import pypdf

from services.invoicing.tests.driver import Driver


async def test_a_credit_note_names_the_invoice_that_it_corrects_and_what_it_takes_back(
    driver: Driver,
) -> None:
    made = await driver.worked(3000)
    draft = await driver.draft(reference="PO 4711")
    invoice = await driver.issue(draft["id"], issue_date="2026-10-05")
    part = {"entry_id": str(made.entry_id), "start": 0, "end": 600}
    lines = {"line_id": invoice["lines"][0]["line_id"], "entries": [part]}
    about = {"reason": "Et møde for meget", "issue_date": "2026-10-06"}
    note = await driver.credit(invoice["id"], lines, **about)
    answer = await driver.client.get(f"/v1/credit-notes/{note['id']}.pdf")
    [page] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    parties = ("Studio Lind ApS", "Momsnr. DK87654321", "Nordlys ApS", "Momsnr. DK12345674")
    corrects = ("Kreditnota", "CN-2026-0001", "6. oktober 2026", "2026-0001", "5. oktober 2026")
    taken = ("Et møde for meget", "0:10", "1.200,00", "200,00", "50,00", "250,00", "PO 4711")
    assert [one for one in (*parties, *corrects, *taken) if one not in text] == []
