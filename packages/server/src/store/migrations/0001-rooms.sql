-- A room's epoch rises with each owner; last_message is the id that its newest message took.
create table rooms (
  name text not null primary key,
  epoch bigint not null,
  last_message bigint not null,
  created_at bigint not null,
  created_by text not null
);
