-- Without a rowid the messages lie in the order in which pages are read, and an append writes one b-tree less.
create table messages (
  room text not null references rooms (name),
  id bigint not null,
  person text not null,
  name text not null,
  text text not null,
  key text,
  sent_at bigint not null,
  primary key (room, id)
) without rowid;
create unique index messages_key on messages (room, person, key) where key is not null;
