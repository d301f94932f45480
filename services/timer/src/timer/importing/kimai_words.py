"""What Kimai calls its columns, by language: `translations/messages.*.xlf` of kimai/kimai 2.66.

In the order of date, begin, end, duration, rate, currency, alias, username, email, customer, project, activity,
description, exported, billable, tags, type.
"""

LANGUAGES = {
    "en": "Date|From|To|Duration|Price|Currency|Name|User|E-mail|Customer|Project|Activity|Description"
    "|Exported|Billable|Tags|Type",
    "de": "Datum|Von|Bis|Dauer|Preis|Währung|Name|Benutzer|E-Mail|Kunde|Projekt|Tätigkeit|Beschreibung"
    "|Exportiert|Abrechenbar|Schlagworte|Typ",
    "da": "Dato|Fra|Til|Varighed|Pris|Valuta|Navn|Bruger|E-mail|Kunde|Projekt|Aktivitet|Beskrivelse"
    "|Eksporteret|Fakturérbar|Etiketter|Type",
    "sv": "Datum|Från|till|Längd|Pris|Valuta|Namn|Användare|E-post|Kund|Projekt|Aktivitet|Beskrivning"
    "|Exporterad|Debiterbar|Etiketter|Typ",
    "nb": "Dato|Fra|Til|Varighet|Sats|Valuta|Navn|Bruker|E-post|Kunde|Prosjekt|Aktivitet|Beskrivelse"
    "|Eksportert|Fakturerbar|Etiketter|Type",
    "nl": "Datum|Van|Tot|Duur|Bedrag|Valuta|Naam|Gebruikersnaam|E-mail|Klant|Project|Activiteit|Beschrijving"
    "|Geëxporteerd|Factureerbaar|Labels|Type",
    "fr": "Date|De|À|Durée|Taux|Devise|Nom|Nom d'utilisateur|Courriel|Client|Projet|Activité|Description"
    "|Exporté|Facturable|Mots-clés|Type",
    "es": "Fecha|De|Para|Duración|Tarifa|Moneda|Nombre|Usuario|Correo electrónico|Cliente|Proyecto|Actividad"
    "|Descripción|Exportado|Facturable|Etiquetas|Tipo",
    "it": "Data|Da|A|Durata|Prezzo|Valuta|Nome|Utente|E-mail|Cliente|Progetto|Attività|Descrizione"
    "|Esportate|Fatturabile|Etichette|Tipo",
    "pt": "Data|De|Para|Duração|Taxa|Moeda|Nome|Nome do utilizador|Email|Cliente|Projeto|Atividade|Descrição"
    "|Exportado|Faturável|Etiquetas|Tipo",
    "pt-BR": "Data|De|Para|Duração|Preço|Moeda|Nome|Nome do usuário|E-mail|Cliente|Projeto|Atividade|Descrição"
    "|Exportado|Faturável|Tags|Tipo",
    "pl": "Data|Od|Do|Czas trwania|Stawka|Waluta|Nazwa|Użytkownik|E-mail|Klient|Projekt|Aktywność|Opis"
    "|Wyeksportowane|Płatne|Tagi|Typ",
    "fi": "Päivämäärä|Alkaen|Saakka|Kesto|Hinta|Valuutta|Nimi|Käyttäjä|Sähköposti|Asiakas|Projekti|Työtehtävä"
    "|Kuvaus|Viety|Laskutettava|Tunnisteet|Tyyppi",
    "cs": "Datum|Od|Do|Doba trvání|Sazba|Měna|Jméno|Uživatelské jméno|E-mail|Zákazník|Projekt|Aktivita|Popis"
    "|Exportováno|Zpoplatnitelné|Štítky|Typ",
}
