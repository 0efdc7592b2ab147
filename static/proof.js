/* Solves the task of a form (ALTCHA, second version) in ALTCHA's own worker, and puts the proof into a field.
   Where it cannot, the form is sent without: nothing is refused for that. */
for (const task of document.querySelectorAll("[data-challenge]")) {
  const challenge = JSON.parse(task.dataset.challenge);
  const worker = new Worker(task.dataset.worker);
  worker.onmessage = ({ data: solution }) => {
    worker.terminate();
    if (!solution?.derivedKey) return;
    task.querySelector("[name=proof]").value = btoa(JSON.stringify({ challenge, solution }));
    const status = task.querySelector("[role=status]");
    status.textContent = status.dataset.done;
  };
  worker.postMessage({ type: "work", challenge });
}
