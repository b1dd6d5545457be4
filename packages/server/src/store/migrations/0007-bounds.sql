-- One row: the highest epoch that a deleted room has had. Rooms that are founded later begin above it.
create table epochs (highest bigint not null);
insert into epochs (highest) values (0);
-- Rooms are counted by who founded them, and the bytes of all files summed.
create index rooms_founder on rooms (created_by);
create index files_bytes on files (bytes) where state != 'removed';
-- Guests may be somebody new each day: of their marks only so many are kept. Ids of guests begin so (access/access.ts).
-- Marks are written beside the owner of the room: those that come while it is being deleted go with it.
create table marks (
  room text not null references rooms (name) on delete cascade,
  person text not null,
  up_to bigint not null,
  guest smallint not null default 0,
  primary key (room, person)
);
insert into marks select room, person, up_to, case when person like 'guest:%' then 1 else 0 end from reads;
drop table reads;
alter table marks rename to reads;
create index reads_guests on reads (room, up_to, person) where guest = 1;
