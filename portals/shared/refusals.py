"""A service's refusal in the reader's language, beside the field that it is about.

The rooms below know no language but their own, and their rules import nothing that could translate. So what they say to clients
and partners stands here once more, word for word, for the catalogues; a test reads their source and finds what is missing.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

from atrium.kernel.errors import AtriumError, NotFound

SPOKEN: Final = (
    # amounts
    gettext_noop("“%(text)s” is not an amount. Write it like 1234.50."),
    gettext_noop("“%(text)s” is not an amount."),
    gettext_noop("“%(text)s” is not a currency code. Use three to eight capital letters, like USD."),
    gettext_noop("%(currency)s has %(places)s decimal places; %(value)s has more."),
    gettext_noop("That amount is larger than the system can hold."),
    gettext_noop("The amount must be more than zero."),
    gettext_noop("Only %(amount)s is available. Nothing was moved."),
    # destinations
    gettext_noop("Write the e-mail address by which the e-wallet knows you."),
    gettext_noop("A Stripe account begins with acct_."),
    gettext_noop("Choose an e-wallet: %(names)s."),
    gettext_noop("On %(network)s these coins are sent: %(coins)s."),
    gettext_noop(
        "This is none of the partner's verified destinations, so nothing was asked for. Add it in the IB portal; "
        "once a second person has looked at it, it may be chosen."
    ),
    # deposits and payouts
    gettext_noop("The smallest deposit is %(amount)s."),
    gettext_noop("The largest deposit at once is %(amount)s."),
    gettext_noop("The smallest payout is %(amount)s."),
    gettext_noop("The largest payout at once is %(amount)s."),
    gettext_noop("Your wallet is in %(wallet)s. Deposit in %(currency)s."),
    gettext_noop("The wallet is in %(wallet)s. Ask for %(currency)s."),
    gettext_noop("There is no way to deposit %(currency)s at the moment."),
    gettext_noop("There is no way to pay out %(currency)s at the moment."),
    gettext_noop("This partner is not active, so nothing is paid out."),
    gettext_noop("Say where the money should go."),
    gettext_noop(
        "This page was used for another amount before. Open the deposit page anew; nothing was charged."
    ),
    gettext_noop("This page was used for another payout before. That one stands; nothing was added."),
    gettext_noop(
        "The payment provider does not answer just now. Nothing was charged; try again in a minute."
    ),
    gettext_noop("The payment provider did not accept this deposit. Nothing was charged; please tell us."),
    gettext_noop(
        "This page was used for another way to pay before. Open the deposit page anew; nothing was charged."
    ),
    gettext_noop("That deposit is not over: it may still be paid, so no other is begun in its place."),
    gettext_noop("From %(amount)s."),
    gettext_noop("Up to %(amount)s at once."),
    gettext_noop("Not for %(amount)s: choose another amount or another way."),
    gettext_noop("Out of use at the moment: its provider is switched off."),
    gettext_noop("Out of use at the moment: its bank account is switched off."),
    gettext_noop("Send a PDF, a PNG or a JPEG. Nothing was sent; your deposit waits as before."),
    gettext_noop("This file is larger than 10 MB. Send a smaller one; nothing was sent."),
    gettext_noop("Ten files are here already. They are being looked at; nothing else is needed."),
    gettext_noop("This deposit waits for no proof. Nothing was sent."),
    gettext_noop("There is no such deposit."),
    gettext_noop("There is no such client."),
    gettext_noop("There is no such partner."),
    # the partner programme
    gettext_noop("A code has 2 to 24 letters without accents, digits, - or _. Nothing was made."),
    gettext_noop("The code “%(code)s” is taken. Choose another; nothing was made."),
    gettext_noop("You have %(most)s links already. Nothing was made; rename one that you do not use."),
    gettext_noop("Write a name of 2 to 80 characters. Nothing was saved."),
    gettext_noop("This page is not offered any more. Choose another; nothing was saved."),
    gettext_noop("This version is not in force any more. Open the page again; nothing was agreed to."),
    gettext_noop("You cannot invite partners at the moment. Ask your manager; nothing was sent."),
    gettext_noop("Write the name of whom you invite. Nothing was made."),
    gettext_noop("A share is 0 to 100 per cent. Nothing was made."),
    gettext_noop("%(most)s invitations are open already. Take one back first; nothing was made."),
    gettext_noop("This invitation was used: your sub-IB is a partner already. Nothing was changed."),
    gettext_noop("A change for this group waits for the broker already. Nothing was added."),
    gettext_noop("A share is 0 to 100 per cent. Nothing was changed."),
    gettext_noop("The broker allows at most %(most)s per cent. Choose less; nothing was changed."),
    gettext_noop("No client is in this group. Nothing was changed."),
    gettext_noop("Choose a day that is still to come. Nothing was changed."),
    gettext_noop("This question must be answered."),
    gettext_noop("Choose one of the answers."),
    gettext_noop("There is no such link."),
    gettext_noop("There is no such invitation."),
    gettext_noop("There is no such programme, or it takes nobody at the moment."),
    gettext_noop("This invitation was used, taken back, or is over. Ask whoever sent it for another."),
    # transfers
    gettext_noop("This page was used for another transfer before. That one stands; nothing was added."),
    gettext_noop("A demo account holds play money only; choose a live account."),
    gettext_noop("This trading account is in %(account)s. Move %(currency)s."),
    gettext_noop("This trading account is archived. Choose another."),
    gettext_noop("There is no such transfer."),
    # between wallets
    gettext_noop("That is the same wallet. Choose another."),
    gettext_noop("Money moves between wallets of the same person only."),
    gettext_noop("The partner account is suspended, so nothing is taken out of its wallet."),
    gettext_noop("No exchange rate between these currencies is known. Nothing was exchanged."),
    gettext_noop("The rate has changed to %(rate)s. Nothing was exchanged; look at it and try again."),
    gettext_noop("That is less than the smallest amount of %(currency)s."),
    gettext_noop("The amount must be in %(currency)s."),
    gettext_noop("The page's own key is missing. Open it again; nothing was moved."),
    gettext_noop("There is no such wallet."),
    # verification
    gettext_noop("This document has expired. Please use one that is still valid."),
    gettext_noop("You must be at least %(years)s years old to trade."),
    gettext_noop(
        "Your documents are being reviewed already. You will hear from us; nothing else is needed now."
    ),
    gettext_noop(
        "A live account needs verification level %(needs)s; you are at level %(level)s. Verify your identity first."
    ),
    # trading accounts
    gettext_noop(
        "This account is being opened already. It appears as soon as the trading server has answered; "
        "nothing needs to be repeated."
    ),
    gettext_noop(
        "The trading server did not answer in time. The account appears as soon as it is known whether "
        "the server opened it; nothing needs to be repeated."
    ),
    gettext_noop("The account was not opened. %(why)s"),
    gettext_noop("The same key came for another account. Load the page again."),
    gettext_noop("There is no such account type."),
    gettext_noop("There is no such trading account."),
    gettext_noop("The leverage is 1:%(leverage)s already."),
    # people
    gettext_noop("Somebody with this e-mail is registered here already."),
    gettext_noop("Somebody else is registered here with this e-mail address."),
    gettext_noop("Please write your name as in your passport."),
    gettext_noop("We do not speak that language yet."),
    gettext_noop("There is no such time zone."),
    gettext_noop("That is how we know you already. Change what is wrong."),
    gettext_noop("This is not changed by a request."),
    gettext_noop("You are our partner already. Log in to the partner portal with the same e-mail address."),
    gettext_noop("Somebody with this e-mail address is our partner already."),
    gettext_noop("Tell us in 10 to 600 characters how you will bring clients."),
    # rebates
    gettext_noop("There is no such rebate line."),
    gettext_noop("Say what you think is wrong; somebody will read it."),
    gettext_noop("You have asked about this line already, and it is being looked at."),
    gettext_noop("There is no such dispute."),
    gettext_noop("Only lines of deals can be explained by a document of their own."),
    gettext_noop(
        "This line hangs on partners above you, so it cannot be computed without them. Ask your manager."
    ),
    # invoices and holds
    gettext_noop("Write the name as it is registered, 2 to 160 characters."),
    gettext_noop("Write the whole address, 5 to 300 characters."),
    gettext_noop("Write the two letters of the country, like CY."),
    gettext_noop("Choose how VAT applies."),
    gettext_noop("With VAT on the invoice the tax number must stand there too."),
    gettext_noop("A tax number has 40 characters at most."),
    gettext_noop("Write the per cent of VAT, above 0 and below 100."),
    gettext_noop("Write in 10 to 1,000 characters why this is not right."),
    gettext_noop("Nothing is held any more, so there is nothing to object to."),
    gettext_noop("You have objected already, and it is being read. Nothing was sent again."),
)


@contextmanager
def telling(request: HttpRequest) -> Iterator[None]:
    """A refusal within becomes a message, and the view goes on; what does not exist stays a page that does not exist."""
    try:
        yield
    except NotFound:
        raise
    except AtriumError as refusal:
        messages.error(request, said(refusal))


def show_in(form: forms.Form, refusal: AtriumError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))


def said(refusal: AtriumError) -> str:
    return translated(refusal.message)


def translated(message: str) -> str:
    """Of several sentences (a rule gives every reason that it has) each by itself; what we do not know stays as it is."""
    for sentence in SPOKEN:
        if found := _pattern(sentence).fullmatch(message):
            return gettext(sentence) % {name: translated(fact) for name, fact in found.groupdict().items()}
    for sentence in SPOKEN:
        if found := _pattern(sentence).match(message):
            rest = message[found.end() :]
            if rest.startswith(" "):
                return f"{translated(found[0])} {translated(rest[1:])}"
    return message


_FACT: Final = r"(?:(?!\. [A-Z“]).)+?"  # within one sentence


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """A fact at the very end may be sentences of its own (what a provider said)."""
    parts = re.split(r"%\((\w+)\)s", sentence)
    facts = {n: ".+" if n == len(parts) - 2 and not parts[-1] else _FACT for n in range(1, len(parts), 2)}
    plain = "".join(f"(?P<{part}>{facts[n]})" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile(plain + r"(?= |\Z)")  # else 10.00 would end at its point
