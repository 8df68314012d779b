package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.CallMeta;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.channel.Admission;
import io.redstart.server.channel.Change;
import io.redstart.server.channel.ChannelCode;
import io.redstart.server.channel.ChannelCode.Says;
import io.redstart.server.channel.ChannelName;
import io.redstart.server.channel.ChannelRight;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.invocation.ChannelRun.Asking;
import io.redstart.server.invocation.ChannelRun.Doing;
import io.redstart.server.session.LiveSession;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/**
 * What clients do with channels: each in its session's turn, after code of bundles was asked or, where there is none, and
 * for whoever is in control, the rules. What is wrong with a message by itself is told before anybody is asked.
 */
final class ChannelCalls {
    private final Invocation host;
    private final NamespaceChannels channels;
    private final Supplier<ChannelCode> code;
    private final MessageWriter writer;

    ChannelCalls(Invocation host, NamespaceChannels channels, Supplier<ChannelCode> code, MessageWriter writer) {
        this.host = host;
        this.channels = channels;
        this.code = code;
        this.writer = writer;
    }

    private static CompletionStage<Void> atOnce() {
        return CompletableFuture.completedFuture(null);
    }

    void take(LiveSession session, FromClient.InChannel asked) {
        if (asked instanceof FromClient.Join join) {
            take(session, asked, "join", () -> join(session, join), ChannelCalls::atOnce);
        } else if (asked instanceof FromClient.Leave leave) {
            take(session, asked, "leave", () -> leave(session, leave), ChannelCalls::atOnce);
        } else if (asked instanceof FromClient.Publish publish) {
            take(session, asked, "publish", () -> publish(session, publish), ChannelCalls::atOnce);
        } else if (asked instanceof FromClient.SetState set) {
            take(session, asked, "set", () -> set(session, set), channels::durable);
        } else if (asked instanceof FromClient.GetState get) {
            take(session, asked, "get", () -> get(session, get), ChannelCalls::atOnce);
        } else if (asked instanceof FromClient.Who who) {
            take(session, asked, "who", () -> who(session, who), ChannelCalls::atOnce);
        } else if (asked instanceof FromClient.Grant grant) {
            take(session, asked, "grant", () -> grant(session, grant), channels::durable);
        } else {
            take(session, asked, "revoke", () -> revoke(session, (FromClient.Revoke) asked), channels::durable);
        }
    }

    private void take(
            LiveSession session,
            FromClient.InChannel asked,
            String what,
            Asking asking,
            Supplier<CompletionStage<Void>> durable) {
        take(session, asked.id(), asked.channel(), what, asking, durable);
    }

    /** An action may change the state, so that its answer waits as that of a set does. */
    void take(LiveSession session, FromClient.Act act, String channel, JsonNode action) {
        take(session, act.id(), channel, "dispatch", () -> dispatch(session, act, channel, action), channels::durable);
    }

    private void take(
            LiveSession session,
            long id,
            String channel,
            String what,
            Asking asking,
            Supplier<CompletionStage<Void>> durable) {
        ChannelRun run = new ChannelRun(
                host,
                session,
                writer,
                "channel:" + what,
                id,
                host.deadline(CallMeta.NONE, host.now()),
                () -> {
                    NamespaceChannels.checkName(channel);
                    return asking.ask();
                },
                durable);
        if (host.counts(session, run, CallMeta.NONE)) {
            session.turn().take(run, !code.get().mayWait(channel));
        }
    }

    private Doing join(LiveSession session, FromClient.Join join) {
        User user = session.user();
        checkAccess(join.channel(), user);
        Admission admission = Admission.CODE;
        if (ChannelRules.isControl(user) || code.get().onJoin(session, join.channel()) == Says.NOTHING) {
            require(ChannelRight.JOIN, join.channel(), user);
            admission = Admission.RULES;
        }
        Admission why = admission;
        return () -> {
            if (!channels.join(session, user, join.channel(), join.since(), why)) {
                throw new CallException(ErrorCodes.CONFLICT, "The session has become that of another user meanwhile");
            }
            return null;
        };
    }

    private Doing leave(LiveSession session, FromClient.Leave leave) {
        return () -> {
            channels.leave(session, leave.channel(), null);
            return null;
        };
    }

    private Doing dispatch(LiveSession session, FromClient.Act act, String channel, JsonNode action) {
        String type = action.path("type").asString("");
        if (type.isEmpty()) {
            throw new CallException(ErrorCodes.INVALID, "action: has no type (expected: a text)");
        }
        String to = mayPublish(session, channel, act.user(), true, type, action);
        EncodedPush said = writer.action(channel, action, PushMeta.NONE);
        return () -> {
            channels.publish(channel, to, push(session, act.id(), said), change(code.get(), channel, to, type, action));
            return null;
        };
    }

    private @Nullable Change change(
            ChannelCode says, String channel, @Nullable String to, String type, JsonNode action) {
        return change(says, channel, to, type, () -> writer.json(action));
    }

    /** What an action does to the state; nothing to that of all where each user has their own. */
    static @Nullable Change change(
            ChannelCode says, String channel, @Nullable String to, String type, Supplier<byte[]> action) {
        ChannelCode.Reduction reduction =
                to == null && ChannelName.isOwn(channel) ? null : says.reduction(channel, type);
        if (reduction == null) {
            return null;
        }
        byte[] json = action.get();
        return state -> reduction.reduce(state, json);
    }

    private Doing publish(LiveSession session, FromClient.Publish publish) {
        JsonNode data = (JsonNode) Objects.requireNonNull(publish.data());
        String to = mayPublish(session, publish.channel(), publish.user(), false, publish.name(), data);
        EncodedPush said = writer.event(publish.channel(), publish.name(), data, PushMeta.NONE);
        return () -> {
            channels.publish(publish.channel(), to, push(session, publish.id(), said), null);
            return null;
        };
    }

    private ChannelPush push(LiveSession session, long id, EncodedPush said) {
        return new ChannelPush(writer, said, id(session.user()), session, id);
    }

    /** Whom alone it is told, or null for all. */
    private @Nullable String mayPublish(
            LiveSession session, String channel, @Nullable String to, boolean action, String name, JsonNode payload) {
        User user = session.user();
        checkAccess(channel, user);
        // who is in control has no sessions in a channel of one's own: what it says there is for everybody's
        String whose = to == null && ChannelRules.isControl(user) ? null : whose(channel, user, to);
        if (ChannelRules.isControl(user)
                || code.get().onPublish(session, channel, action, name, payload) == Says.NOTHING) {
            require(ChannelRight.PUBLISH, channel, user);
        }
        return whose;
    }

    private Doing set(LiveSession session, FromClient.SetState set) {
        JsonNode value = (JsonNode) Objects.requireNonNull(set.value());
        NamespaceChannels.checkTtl(set.ttl());
        byte[] json = value.isNull() ? null : writer.json(value);
        if (json != null) {
            channels.checkState(json.length);
        }
        User user = session.user();
        checkAccess(set.channel(), user);
        String whose = whose(set.channel(), user, set.user());
        if (ChannelRules.isControl(user) || code.get().onSet(session, set.channel(), value) == Says.NOTHING) {
            require(ChannelRight.SET, set.channel(), user);
        }
        return () -> {
            channels.set(set.channel(), whose, json, set.ttl(), set.quiet());
            return null;
        };
    }

    private Doing get(LiveSession session, FromClient.GetState get) {
        User user = session.user();
        checkAccess(get.channel(), user);
        require(ChannelRight.READ, get.channel(), user);
        String whose = whose(get.channel(), user, get.user());
        return () -> {
            byte[] json = channels.get(get.channel(), whose == null ? id(user) : whose);
            return json == null ? null : new RawValue(new String(json, StandardCharsets.UTF_8));
        };
    }

    private Doing who(LiveSession session, FromClient.Who who) {
        User user = session.user();
        checkAccess(who.channel(), user);
        require(ChannelRight.READ, who.channel(), user);
        if (!who.sessions()) {
            return () -> channels.here(who.channel(), id(user));
        }
        require(ChannelRight.MANAGE, who.channel(), user);
        return () -> channels.present(who.channel());
    }

    private Doing grant(LiveSession session, FromClient.Grant grant) {
        require(ChannelRight.MANAGE, grant.channel(), session.user());
        return () -> {
            channels.grant(grant.channel(), grant.user());
            return null;
        };
    }

    private Doing revoke(LiveSession session, FromClient.Revoke revoke) {
        require(ChannelRight.MANAGE, revoke.channel(), session.user());
        return () -> {
            channels.revoke(revoke.channel(), revoke.user());
            return null;
        };
    }

    private void require(ChannelRight right, String channel, @Nullable User user) {
        CallException refusal = channels.rules().refusal(right, channel, user);
        if (refusal != null) {
            throw refusal;
        }
    }

    /** What no rule and no code permits: a channel of one's own to guests, and a private one to whom it was not granted. */
    private void checkAccess(String channel, @Nullable User user) {
        boolean closed = ChannelName.isOwn(channel)
                ? user == null
                : ChannelName.isPrivate(channel)
                        && !ChannelRules.isControl(user)
                        && !channels.isGranted(channel, id(user));
        if (closed) {
            throw user == null
                    ? new CallException(ErrorCodes.UNAUTHENTICATED, "channel '" + channel + "' is not for guests")
                    : new CallException(ErrorCodes.FORBIDDEN, "channel '" + channel + "' is not for this user");
        }
    }

    /** Whose a state or push is: that of another user is for those alone who manage the channel. */
    private @Nullable String whose(String channel, @Nullable User user, @Nullable String asked) {
        String own = id(user);
        if (asked == null) {
            return ChannelName.isOwn(channel) ? own : null;
        }
        if (!asked.equals(own)) {
            require(ChannelRight.MANAGE, channel, user);
        }
        return asked;
    }

    private static @Nullable String id(@Nullable User user) {
        return user == null ? null : user.id();
    }
}
