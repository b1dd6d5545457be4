-- What a message has beside its text, what became of it, and its text in the form in which it is searched (fold.ts).
alter table messages add column entities text;
alter table messages add column attachments text;
alter table messages add column edited_at bigint;
alter table messages add column deleted_at bigint;
alter table messages add column folded text not null default '';
update messages set folded = upper(text);
-- Over messages without a key too, where each null is another: so it also finds who has written in a room.
drop index messages_key;
create unique index messages_key on messages (room, person, key);

create table reads (
  room text not null references rooms (name),
  person text not null,
  up_to bigint not null,
  primary key (room, person)
);

-- state: promised, uploaded, sent (with `message`), removed. Past expires_at a file is nobody's and goes.
create table files (
  id text not null primary key,
  room text not null,
  person text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  message bigint,
  state text not null,
  created_at bigint not null,
  expires_at bigint
);
create index files_room on files (room);
create index files_expiry on files (expires_at) where expires_at is not null;
