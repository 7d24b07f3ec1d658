// The link's secret is behind the number sign: it never leaves the browser but in the body of one request.
const words = {
  en: {
    broken: 'This link is not complete. Open it from the letter again.',
    working: 'Fetching …',
    done: 'Your copy is saved. The link is used up now.',
    401: 'That is not the key of this request.',
    403: 'This link does not hold any more: it was used, or its time is over.',
    other: 'That did not work. If no copy was saved, the link holds: try again in a few minutes.',
  },
  de: {
    title: 'Ihre Daten',
    explain: 'Geben Sie den Schlüssel ein, den Sie bei Ihrer Anfrage erhalten haben. Mit ihm und dem Link aus dem Schreiben können Sie die Kopie Ihrer Daten einmal abholen.',
    key: 'Schlüssel',
    fetch: 'Kopie abholen',
    broken: 'Der Link ist unvollständig. Öffnen Sie ihn noch einmal aus dem Schreiben.',
    working: 'Wird abgeholt …',
    done: 'Ihre Kopie ist gespeichert. Der Link ist damit verbraucht.',
    401: 'Das ist nicht der Schlüssel dieser Anfrage.',
    403: 'Der Link gilt nicht mehr: Er wurde benutzt, oder seine Zeit ist um.',
    other: 'Das hat nicht geklappt. Wurde keine Kopie gespeichert, gilt der Link weiter: Versuchen Sie es in einigen Minuten noch einmal.',
  },
  nl: {
    title: 'Uw gegevens',
    explain: 'Vul de sleutel in die u bij uw verzoek hebt gekregen. Daarmee en met de link uit de brief kunt u de kopie van uw gegevens één keer ophalen.',
    key: 'Sleutel',
    fetch: 'Kopie ophalen',
    broken: 'De link is niet volledig. Open hem nog eens vanuit de brief.',
    working: 'Wordt opgehaald …',
    done: 'Uw kopie is opgeslagen. De link is nu gebruikt.',
    401: 'Dat is niet de sleutel van dit verzoek.',
    403: 'De link werkt niet meer: hij is gebruikt, of de tijd is om.',
    other: 'Dat is niet gelukt. Is er geen kopie opgeslagen, dan werkt de link nog: probeer het over een paar minuten opnieuw.',
  },
};
const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => words[tag]) ?? 'en';
const say = words[language];
document.documentElement.lang = language;
for (const element of document.querySelectorAll('[data-text]')) {
  element.textContent = say[element.dataset.text] ?? element.textContent;
}

const form = document.querySelector('form');
const button = form.querySelector('button');
const message = document.getElementById('message');
const link = /^#([0-9a-f-]{36})\.([\w-]{20,200})$/.exec(location.hash);
// Neither the history nor a shoulder should keep it.
history.replaceState(null, '', location.pathname);
if (link) {
  form.hidden = false;
} else {
  message.textContent = say.broken;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [, requestId, secret] = link;
  button.disabled = true;
  message.textContent = say.working;
  try {
    const answer = await fetch(`/v1/requests/${requestId}/package`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${form.key.value.trim()}` },
      body: JSON.stringify({ link: secret }),
    });
    if (!answer.ok) {
      message.textContent = say[answer.status] ?? say.other;
      return;
    }
    const copy = document.createElement('a');
    copy.href = URL.createObjectURL(await answer.blob());
    copy.download = `copy-${requestId}.zip`;
    copy.click();
    URL.revokeObjectURL(copy.href);
    form.hidden = true;
    message.textContent = say.done;
  } catch {
    message.textContent = say.other;
  } finally {
    button.disabled = false;
  }
});
