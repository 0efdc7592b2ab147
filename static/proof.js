/* Solves the task of a form (ALTCHA, second version) in ALTCHA's own worker, and puts the proof into a field.
   Where it cannot, the form is sent without: nothing is refused for that. */
const solve = () => {
  for (const task of document.querySelectorAll("[data-challenge]:not([data-taken])")) {
    task.dataset.taken = "";
    const challenge = JSON.parse(task.dataset.challenge);
    const worker = new Worker(task.dataset.worker);
    worker.onmessage = ({ data: solution }) => {
      worker.terminate();
      if (!solution?.derivedKey) return;
      task.querySelector("[name=work]").value = btoa(JSON.stringify({ challenge, solution }));
      const status = task.querySelector("[role=status]");
      status.textContent = status.dataset.done;
    };
    worker.postMessage({ type: "work", challenge });
  }
};
solve();
/* A part that comes or goes brings a new form with a new task. */
new MutationObserver(solve).observe(document.querySelector("form[data-form]"), { childList: true });
