// Whether events of a topic are committed, in the snapshot of the statement that this stands in, that the bus
// has not handed out: what follows the events in memory is then behind. `top` and `gaps` are parameters with
// Bus::seen(), `topics` a pattern of LIKE. A row in order and not EXISTS, of which PostgreSQL throws the
// order away and with it the way along the index.
#pragma once

#define HATANG_UNSEEN_EVENTS(top, gaps, topics)                                                        \
    "((select o.id from events.outbox o where o.id > " top " and o.topic like '" topics                \
    "' order by o.id limit 1) is not null or (select o.id from events.outbox o where o.id = any(" gaps \
    ") and o.topic like '" topics "' limit 1) is not null)"
