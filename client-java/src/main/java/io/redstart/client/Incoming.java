package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.Lines;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.PayloadReader;
import io.redstart.protocol.ProtocolException;
import io.redstart.protocol.PushMeta;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** Reads what the server says and knows where each message belongs. All is done in the wire's turn. */
final class Incoming {
    private static final Pattern ANSWER = Pattern.compile("\\s*\\[\\s*\"(?:ret|err|item|end)\"");

    private final Json json;
    private final OpenCalls calls;
    private final Asks asks;
    private final Pushes pushes;
    private final Listening listening;
    private final ChannelListening channelListening;
    private final Channels channels;
    private final ClientSession session;
    private final Permissions permissions;
    private final TypedPackets packets;
    private final Identity identity;
    private final Consumer<Throwable> report;
    private final Consumer<String> contract;
    private final MessageReader reader;

    Incoming(
            Json json,
            OpenCalls calls,
            Asks asks,
            Pushes pushes,
            Listening listening,
            ChannelListening channelListening,
            Channels channels,
            ClientSession session,
            Permissions permissions,
            TypedPackets packets,
            Identity identity,
            Consumer<Throwable> report,
            Consumer<String> contract) {
        this.json = json;
        this.calls = calls;
        this.asks = asks;
        this.pushes = pushes;
        this.listening = listening;
        this.channelListening = channelListening;
        this.channels = channels;
        this.session = session;
        this.permissions = permissions;
        this.packets = packets;
        this.identity = identity;
        this.report = report;
        this.contract = contract;
        this.reader = new MessageReader(json.mapper().tokenStreamFactory(), this::payload);
    }

    void text(String frame, Connection from) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        Lines.forEach(bytes, 0, bytes.length, (in, start, length) -> {
            if (!from.isOver()) {
                line(in, start, length);
            }
        });
    }

    private void line(byte[] bytes, int from, int length) {
        try {
            take(reader.fromServer(bytes, from, length));
        } catch (ProtocolException broken) {
            CallException why = Failures.badMessage(broken);
            Long id = broken.id();
            boolean told = id != null
                    && isAnswer(bytes, from, length)
                    && calls.find(id) != null
                    && calls.with(id, call -> call.stopLast(why));
            if (!told) {
                report.accept(why);
            }
        } catch (RuntimeException unexpected) {
            report.accept(unexpected);
        }
    }

    /** Only then its id is one of ours. */
    private static boolean isAnswer(byte[] bytes, int from, int length) {
        Matcher answer = ANSWER.matcher(new String(bytes, from, Math.min(length, 32), StandardCharsets.ISO_8859_1));
        return answer.lookingAt();
    }

    private @Nullable Object payload(PayloadReader.Kind kind, long id, @Nullable String target, JsonParser parser) {
        return switch (kind) {
            case VALUE -> {
                OpenCall call = calls.find(id);
                if (call == null) {
                    parser.skipChildren();
                    yield null;
                }
                yield json.read(parser, call.type());
            }
            case ERROR_DATA -> json.read(parser, json.any());
            case ACTION, DATA, STATE, ARGS -> json.tree(parser);
        };
    }

    private void take(FromServer message) {
        if (message instanceof FromServer.Bye bye) {
            session.bye(bye);
        } else if (message instanceof FromServer.Welcome welcome && !session.isWelcomed()) {
            session.welcome(welcome);
        } else if (!session.isWelcomed() || message instanceof FromServer.Welcome) {
            report.accept(Failures.badMessage(message.getClass().getSimpleName() + " at the wrong time"));
        } else if (message instanceof Answer.Result result) {
            known(calls.with(result.id(), call -> call.answer(result.value())), result.id());
        } else if (message instanceof Answer.Failure failure) {
            known(calls.with(failure.id(), call -> call.denied(Failures.remote(failure.error()))), failure.id());
        } else if (message instanceof FromServer.Item item) {
            known(calls.with(item.id(), call -> call.item(item.number(), item.value())), item.id());
        } else if (message instanceof FromServer.End end) {
            known(calls.with(end.id(), call -> end(call, end)), end.id());
        } else if (message instanceof FromServer.Act act) {
            act(act);
        } else if (message instanceof FromServer.Event event) {
            event(event);
        } else if (message instanceof FromServer.Text text) {
            pushes.take(text.seq(), () -> true, () -> listening.text(text.text()));
        } else if (message instanceof FromServer.Json raw) {
            pushes.take(raw.seq(), () -> true, () -> listening.json((JsonNode) raw.value()));
        } else if (message instanceof FromServer.State state) {
            pushes.take(state.seq(), () -> arrived(state), () -> channels.state(state));
        } else if (message instanceof FromServer.Presence presence) {
            pushes.take(presence.seq(), () -> true, () -> channelListening.presence(presence));
        } else if (message instanceof FromServer.Left left) {
            var told = new ChannelLeft(left.why(), null);
            pushes.take(left.seq(), () -> left(left), () -> channelListening.left(left.channel(), told));
        } else if (message instanceof FromServer.Ask ask && ask.args() instanceof JsonNode args) {
            asks.ask(ask.id(), ask.name(), args);
        } else if (message instanceof FromServer.Ping) {
            pushes.pong();
        } else if (message instanceof FromServer.Api api) {
            contract.accept(api.hash());
        } else if (message instanceof FromServer.Auth) {
            session.credentialsEnd();
        } else if (message instanceof FromServer.Can can) {
            permissions.take(can);
        } else if (message instanceof FromServer.Identity user) {
            identity.is(user.user(), user.why(), user.last());
        } else if (message instanceof FromServer.PacketIds ids) {
            packets.told(ids);
        }
    }

    private void act(FromServer.Act act) {
        PushInfo info = info(act.seq(), act.channel(), act.meta());
        JsonNode action = (JsonNode) act.action();
        String type = Actions.type(action);
        pushes.take(act.seq(), () -> channels.isNext(info.channel(), info.offset()), () -> {
            if (type == null) {
                report.accept(Failures.badMessage("an action without a type"));
            } else {
                channels.action(type, action, info);
                listening.action(type, action, info);
            }
        });
    }

    private void event(FromServer.Event event) {
        PushInfo info = info(event.seq(), event.channel(), event.meta());
        JsonNode data = (JsonNode) event.data();
        pushes.take(event.seq(), () -> channels.isNext(info.channel(), info.offset()), () -> {
            channels.event(event.name(), data, info);
            listening.event(event.name(), data, info);
        });
    }

    private boolean arrived(FromServer.State state) {
        channels.arrived(state);
        return true;
    }

    private boolean left(FromServer.Left left) {
        channels.left(left);
        return true;
    }

    private static PushInfo info(long seq, @Nullable String channel, PushMeta meta) {
        return new PushInfo(seq, channel, meta.call(), meta.user(), meta.offset());
    }

    private static void end(OpenCall call, FromServer.End end) {
        if (end.error() == null) {
            call.end();
        } else {
            call.refused(Failures.remote(end.error()));
        }
    }

    /** About a call that is over the server says things too late, which is nothing special. */
    private void known(boolean known, long id) {
        if (!known) {
            report.accept(Failures.badMessage("an answer to call " + id + ", which there never was"));
        }
    }
}
