-- Files of which nothing has come yet have bounds of their own, over all rooms.
create index files_promised on files (created_at, room, person, bytes) where state = 'promised';
