-- What a room is called, who may come in, who is somebody in it, and who stays out. Flags are 0 or 1.
alter table rooms add column title text not null default '';
alter table rooms add column topic text not null default '';
-- null: as many as the server allows.
alter table rooms add column capacity bigint;
alter table rooms add column lobby smallint not null default 0;
alter table rooms add column locked smallint not null default 0;
alter table rooms add column moderated smallint not null default 0;
alter table rooms add column guests smallint not null default 1;
alter table rooms add column audio_only smallint not null default 0;
alter table rooms add column listed smallint not null default 0;
-- scrypt, with its parameters and its salt.
alter table rooms add column password text;

-- Whoever has no row is a guest.
create table roles (
  room text not null references rooms (name),
  person text not null,
  name text not null,
  role text not null,
  primary key (room, person)
);
create index roles_person on roles (person, room);

create table bans (
  id text not null primary key,
  room text not null references rooms (name),
  person text,
  name text,
  -- A keyed hash: only equality is ever asked.
  address text,
  banned_by text not null,
  reason text,
  created_at bigint not null,
  -- null: for good.
  ends_at bigint
);
create index bans_room on bans (room, created_at);
