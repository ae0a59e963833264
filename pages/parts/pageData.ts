/** The data that the page was made with. */
export function pageData<Data>(): Data {
  return JSON.parse(document.getElementById("data")!.textContent) as Data;
}
