/** Goes to a page as a press on its link would, so that one with unsaved changes asks first. */
export function follow(path: string, go: (path: string) => void): void {
  const link = document.createElement("a");
  link.href = path;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(path);
  });
  document.body.append(link);
  link.click();
  link.remove();
}
