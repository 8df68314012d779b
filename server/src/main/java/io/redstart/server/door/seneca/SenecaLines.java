package io.redstart.server.door.seneca;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.tcp.LineDoor;
import io.redstart.server.door.tcp.LineEnd;
import io.redstart.server.door.tcp.LinePeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines of acts by TCP. Who their peers are, is decided by their addresses, or by the token that the first act of a
 * line has in its {@code custom$}.
 */
public final class SenecaLines implements LineDoor {
    private final ActEntrance entrance;

    /**
     * A door.
     *
     * @param settings whom it trusts
     * @param namespaces where it leads to
     */
    public SenecaLines(SenecaSettings settings, Entrance.Finder namespaces) {
        entrance = new ActEntrance(settings, namespaces);
    }

    @Override
    public @Nullable LineEnd open(LinePeer peer) {
        ActEntrance.Inside inside = entrance.find();
        if (inside == null || inside.dispatcher().isDraining()) {
            return null;
        }
        Handshake handshake = peer.handshake(SenecaDoor.NAME);
        Decision trusted = entrance.trusted(peer.address());
        CompletionStage<Decision> decided =
                trusted == null ? inside.authentication().decide(handshake) : trusted.now();
        return new SenecaEnd(
                inside.dispatcher()
                        .connect(SenecaDoor.NAME, handshake, decided)
                        .pinging(Duration.ZERO, Duration.ZERO), // these peers have no word for it
                inside.names(),
                isDecided(decided));
    }

    /** Whether nothing that an act shows makes a difference: then much may be said at once. */
    private static boolean isDecided(CompletionStage<Decision> stage) {
        CompletableFuture<Decision> decision = stage.toCompletableFuture();
        return decision.isDone()
                && !decision.isCompletedExceptionally()
                && !(decision.join() instanceof Decision.Undecided);
    }
}
