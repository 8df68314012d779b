package io.redstart.server.carrier;

import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.NonBlocking;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.UInt;
import io.redstart.api.User;
import jakarta.annotation.security.PermitAll;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the clients of a carrier talk to. */
@Api("room")
@PermitAll
public class Room {
    /** A push. */
    @ActionType("clapped")
    public record Clapped(int hands) {}

    /** A packet. */
    @Packet("dot")
    public record Dot(@UInt(16) int x, byte y) {}

    @OnPacket
    public void dotted(Dot dot, Session session) {
        session.emit("before", dot.x());
        session.send(dot);
        session.emit("after", dot.y());
    }

    @Call
    public String clap(int hands, Session session) {
        session.dispatch(new Clapped(hands));
        return "Clap with " + hands;
    }

    @Call
    @NonBlocking
    public int twice(int number) {
        return 2 * number;
    }

    @Call
    @NonBlocking
    public String thread() {
        return Thread.currentThread().getName();
    }

    @Call
    public String much(int length) {
        return "x".repeat(length);
    }

    @Call
    public void tellAll(int number, Sessions sessions) {
        sessions.all().emit("told", number);
    }

    @Call
    public CompletionStage<String> never() {
        return new CompletableFuture<>();
    }

    @Call
    public String whence(Session session) {
        Handshake handshake = session.handshake();
        User user = session.user();
        return String.join(
                " ",
                handshake.path(),
                String.valueOf(handshake.query("team")),
                String.valueOf(handshake.header("x-team")),
                handshake.address().getHostString(),
                user == null ? "guest" : user.id());
    }

    /** What is offered in a namespace of its own. */
    @Api("shop")
    @PermitAll
    public static class Shop {
        @Call
        public int price() {
            return 7;
        }
    }

    /** Lets joe in by the url and anybody with a token, and waits for nobody. */
    public static final class Guard implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            String name = handshake.query("user");
            String token = handshake.token();
            if (token != null) {
                return Decision.accept(new User(token)).now();
            }
            if (name == null) {
                return Decision.undecided().now();
            }
            return (name.equals("joe") ? Decision.accept(new User(name)) : Decision.refuse("You are not joe")).now();
        }
    }
}
