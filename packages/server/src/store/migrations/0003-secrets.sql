-- What the nodes of one installation share to sign guest ids and resume tokens.
create table secrets (
  name text not null primary key,
  value text not null,
  created_at bigint not null
);
