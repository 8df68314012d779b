package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The channels this client is in, and how far it was told of each; a fresh session joins them again from there. Changed in
 * the wire's turn alone.
 */
final class Channels {
    private static final CallOptions AGAIN =
            CallOptions.NONE.timeout(Duration.ZERO).retried();

    private final Map<String, Membership> memberships = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Turn turn;
    private final Lane lane;
    private final Json json;
    private final ChannelListening listening;
    private final Consumer<OpenCall> start;
    private final Consumer<Throwable> report;

    /** A channel this client is in, or has asked to be in. */
    private static final class Membership {
        /** How many joins have no answer yet. */
        private int asked;

        private volatile boolean in;
        /** How far pushes have come. */
        private @Nullable Position arrived;
        /** How far the application was told. */
        private volatile @Nullable Position handed;
    }

    Channels(
            Turn turn,
            Lane lane,
            Json json,
            ChannelListening listening,
            Consumer<OpenCall> start,
            Consumer<Throwable> report) {
        this.turn = turn;
        this.lane = lane;
        this.json = json;
        this.listening = listening;
        this.start = start;
        this.report = report;
    }

    static Position position(FromServer.State state) {
        return new Position(state.position().epoch(), state.position().offset());
    }

    /** On any thread. */
    boolean isIn(String channel) {
        Membership membership = memberships.get(channel);
        return membership != null && membership.in;
    }

    /** On any thread. */
    @Nullable
    Position position(String channel) {
        Membership membership = memberships.get(channel);
        return membership == null ? null : membership.handed;
    }

    /** On any thread. */
    CompletableFuture<@Nullable Object> join(String channel, @Nullable Position since, CallOptions options) {
        var answer = new PendingAnswer<@Nullable Object>(lane);
        turn.take(() -> join(channel, since, options, answer));
        return answer;
    }

    private void join(
            String channel, @Nullable Position since, CallOptions options, PendingAnswer<@Nullable Object> answer) {
        Membership membership = memberships.get(channel);
        if (membership == null) {
            membership = new Membership();
            membership.arrived = since;
            membership.handed = since;
            memberships.put(channel, membership);
        }
        var joining = new Joining(channel, membership, answer);
        OpenCall call = begin(joining, since, options);
        var unused = answer.whenComplete((value, failure) -> turn.take(() -> {
            call.forget();
            joining.over();
            drop(channel, joining.membership);
        }));
    }

    private OpenCall begin(Joining joining, @Nullable Position since, CallOptions options) {
        var from = since == null ? null : new FromClient.Position(since.epoch(), since.offset());
        String channel = joining.channel;
        var call =
                new OpenCall((id, meta) -> new FromClient.Join(id, channel, from), json.any(), joining, options, true);
        start.accept(call);
        return call;
    }

    /** On any thread. */
    void leave(String channel) {
        turn.take(() -> memberships.remove(channel));
    }

    /** A fresh session is in no channel: it joins each again from where the one before was. */
    void again() {
        for (Map.Entry<String, Membership> each : List.copyOf(memberships.entrySet())) {
            Membership membership = each.getValue();
            if (membership.in) { // what is only asked for is said again
                membership.in = false;
                begin(new Joining(each.getKey(), membership, null), membership.arrived, AGAIN);
            }
        }
    }

    private boolean drop(String channel, Membership membership) {
        return !membership.in && membership.asked == 0 && memberships.remove(channel, membership);
    }

    /** A join, until its answer. */
    private final class Joining implements Waiter {
        private final String channel;
        private final Membership membership;
        private final @Nullable PendingAnswer<@Nullable Object> answer;
        private boolean over;

        /** Without an answer it is the client's own doing, in a fresh session. */
        Joining(String channel, Membership membership, @Nullable PendingAnswer<@Nullable Object> answer) {
            this.channel = channel;
            this.membership = membership;
            this.answer = answer;
            membership.asked++;
        }

        private void over() {
            if (!over) {
                over = true;
                membership.asked--;
            }
        }

        @Override
        public void value(@Nullable Object value) {
            over();
            if (memberships.get(channel) == membership) { // otherwise it was left meanwhile
                membership.in = true;
                lane.execute(() -> listening.joined(channel));
            }
            if (answer != null) {
                answer.value(value);
            }
        }

        @Override
        public void refused(CallException why) {
            over();
            if (answer != null) {
                drop(channel, membership);
                answer.refused(why);
            } else if (ErrorCodes.UNAVAILABLE.equals(why.code())) {
                membership.in = true; // the server stops: a later session asks again
            } else if (drop(channel, membership)) {
                report.accept(why);
                lane.execute(() -> listening.left(channel, new ChannelLeft("refused", why)));
            }
        }

        @Override
        public void given(CallException up) {
            over();
            if (answer != null) {
                drop(channel, membership);
                answer.given(up);
            }
        }
    }

    /**
     * A push of a channel has come.
     *
     * @param offset its place in the channel; what has none is always next
     * @return false if it has come before: joining again may bring what is under way once more
     */
    boolean isNext(@Nullable String channel, @Nullable Long offset) {
        Membership membership = channel == null || offset == null ? null : memberships.get(channel);
        Position position = membership == null ? null : membership.arrived;
        if (membership == null || offset == null || position == null) {
            return true;
        }
        if (offset <= position.offset()) {
            return false;
        }
        membership.arrived = new Position(position.epoch(), offset);
        return true;
    }

    /** A state has come. */
    void arrived(FromServer.State state) {
        Membership membership = memberships.get(state.channel());
        if (membership != null) {
            membership.arrived = position(state);
        }
    }

    /** The server has taken this client out. */
    void left(FromServer.Left left) {
        memberships.remove(left.channel());
    }

    /** In the lane: the application is told an event. */
    void event(String name, @Nullable JsonNode data, PushInfo info) {
        String channel = info.channel();
        if (channel != null) {
            handed(channel, info.offset());
            listening.event(channel, name, data, info);
        }
    }

    /** In the lane: the application is told an action. */
    void action(String actionType, @Nullable JsonNode action, PushInfo info) {
        String channel = info.channel();
        if (channel != null) {
            handed(channel, info.offset());
            listening.action(channel, actionType, action, info);
        }
    }

    private void handed(String channel, @Nullable Long offset) {
        Membership membership = memberships.get(channel);
        Position position = membership == null ? null : membership.handed;
        if (membership != null && position != null && offset != null) {
            membership.handed = new Position(position.epoch(), offset);
        }
    }

    /** In the lane: the application is told a state. */
    void state(FromServer.State state) {
        Membership membership = memberships.get(state.channel());
        if (membership != null) {
            membership.handed = position(state);
        }
        listening.state(state);
    }
}
