/** The size of a popup with the rights of a token: wider while their table is open. */
export const TOKEN_POPUP = "max-w-[40rem] scroll-pb-36 has-data-[slot=scope-table]:max-w-[55rem]";
