-- People with a password here. `key` is the name without case, `generation` rises when earlier tokens must end.
create table accounts (
  id text not null primary key,
  key text not null unique,
  account text not null,
  name text not null,
  password text not null,
  generation bigint not null,
  admin integer not null check (admin in (0, 1)),
  created_at bigint not null
);
-- `secret` is the SHA-256 of what stands in the link. Without a room it lets somebody make an account.
create table invitations (
  id text not null primary key,
  secret text not null unique,
  room text,
  role text not null,
  created_by text not null,
  created_at bigint not null,
  expires_at bigint,
  uses_left bigint,
  revoked_at bigint
);
create index invitations_room on invitations (room, created_at);
-- Who has come by an invitation of which only so many may: coming again costs no further use.
create table invitation_uses (
  invitation text not null references invitations (id) on delete cascade,
  person text not null,
  primary key (invitation, person)
);
