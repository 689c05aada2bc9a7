import {
  changeGroup,
  changeSettings,
  createGroup,
  deleteAccount,
  deleteGroup,
  read,
} from "./model-account.ts";
import { createInvite, deleteInvite, renewInvite } from "./model-invites.ts";
import { createToken, endSession, revokeTokens, useToken } from "./model-tokens.ts";
import {
  approveUser,
  changePassword,
  createUser,
  deleteUser,
  resendInvite,
  updateUser,
} from "./model-users.ts";

const OFTEN = [
  createUser,
  updateUser,
  updateUser,
  createToken,
  createToken,
  revokeTokens,
  useToken,
];

const NOW_AND_THEN = [
  ...[deleteUser, approveUser, resendInvite, changePassword, createInvite, createInvite],
  ...[renewInvite, deleteInvite, createGroup, changeGroup, deleteGroup, changeSettings],
  ...[endSession, read, read],
];

/** All operations with a credential; the deletion of the account is rare. */
export const OPERATIONS = [
  ...[OFTEN, OFTEN, NOW_AND_THEN, NOW_AND_THEN, NOW_AND_THEN].flat(),
  deleteAccount,
];
