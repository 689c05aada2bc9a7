/** Navigates like a click on a link, so that a page with unsaved changes asks first. */
export function navigate(path: string, go: (path: string) => void): void {
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
