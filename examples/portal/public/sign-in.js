// A click on one of the demo people fills in the form and sends it.
for (const person of document.querySelectorAll('.person')) {
  person.addEventListener('click', () => {
    const form = document.querySelector('form')
    form.elements.userName.value = person.dataset.userName
    form.elements.password.value = person.dataset.password
    form.requestSubmit()
  })
}
