package io.redstart.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.redstart.api.CallException;
import io.redstart.api.SessionStore;
import io.redstart.api.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SessionStore} has to do. Whoever writes one tests it by inheriting from this.
 *
 * <pre>{@code
 * class RedisSessionStoreTest extends SessionStoreContract {
 *     protected SessionStore store() { return new RedisSessionStore(redis, clock, Duration.ofHours(24)); }
 *     protected void passes(Duration time) { clock.move(time); }
 *     protected Duration timeout() { return Duration.ofHours(24); }
 * }
 * }</pre>
 */
public abstract class SessionStoreContract {
    private static final String HOME = "192.0.2.7";

    /** For those who inherit. */
    protected SessionStoreContract() {}

    /**
     * The store of this test, empty at its beginning and with room for a hundred sessions.
     *
     * @return the same each time
     */
    protected abstract SessionStore store();

    /**
     * Time passes for the store.
     *
     * @param time how much
     */
    protected abstract void passes(Duration time);

    /**
     * How long the store keeps what nobody asks for.
     *
     * @return at least a minute
     */
    protected abstract Duration timeout();

    private static Map<String, @Nullable Object> user(String id) {
        return Map.of("id", id, "name", "Miss " + id);
    }

    private StoredSession opens(String user, String address, String client) {
        return store().open(user(user), address, client, Map.of("cart", List.of("milk")));
    }

    /** A new session has all that was given. */
    @Test
    public void opensASession() {
        StoredSession ann = opens("ann", HOME, "shop");
        assertFalse(ann.id().isEmpty());
        assertEquals("ann", ann.userId());
        assertEquals(user("ann"), ann.user());
        assertEquals(HOME, ann.address());
        assertEquals("shop", ann.client());
        assertEquals(Map.of("cart", List.of("milk")), ann.data());
        assertEquals(ann.opened(), ann.lastRequest());
        assertEquals(Optional.of(ann), store().load("ann", ann.id()));
    }

    /** Who opens again from the same place has the session from before, which is used. */
    @Test
    public void opensTheSameSessionAgain() {
        StoredSession ann = opens("ann", HOME, "shop");
        passes(Duration.ofSeconds(30));
        StoredSession again = store().open(user("ann"), HOME, "shop", Map.of("cart", List.of("tea")));
        assertEquals(ann.id(), again.id());
        assertEquals(ann.opened(), again.opened());
        assertEquals(ann.data(), again.data());
        assertTrue(again.lastRequest().isAfter(ann.lastRequest()));
        assertEquals(List.of(again), store().list("ann"));
    }

    /** Another address, client or user is another session. */
    @Test
    public void opensOneForEachPlace() {
        Set<String> ids = new TreeSet<>();
        ids.add(opens("ann", HOME, "shop").id());
        ids.add(opens("ann", "192.0.2.8", "shop").id());
        ids.add(opens("ann", HOME, "till").id());
        ids.add(opens("bob", HOME, "shop").id());
        assertEquals(4, ids.size());
    }

    /** Those of a user are listed from the oldest on, however they were used. */
    @Test
    public void listsTheSessionsOfAUser() {
        StoredSession first = opens("ann", HOME, "shop");
        passes(Duration.ofSeconds(1));
        StoredSession second = opens("ann", HOME, "till");
        opens("bob", HOME, "shop");
        passes(Duration.ofSeconds(1));
        assertTrue(store().load("ann", first.id()).isPresent());
        assertEquals(
                List.of(first.id(), second.id()),
                store().list("ann").stream().map(StoredSession::id).toList());
        assertEquals(List.of(), store().list("nobody"));
    }

    /** To be loaded is to be used. */
    @Test
    public void touchesWhatIsLoaded() {
        StoredSession ann = opens("ann", HOME, "shop");
        passes(Duration.ofSeconds(30));
        StoredSession loaded = store().load("ann", ann.id()).orElseThrow();
        assertEquals(ann.opened(), loaded.opened());
        assertTrue(loaded.lastRequest().isAfter(ann.lastRequest()));
    }

    /** Whoever knows an id has nothing of it without the user. */
    @Test
    public void givesNothingToAnotherUser() {
        StoredSession ann = opens("ann", HOME, "shop");
        assertEquals(Optional.empty(), store().load("bob", ann.id()));
        assertFalse(store().store("bob", ann.id(), Map.of()));
        assertFalse(store().delete("bob", ann.id()));
        assertFalse(store().close("bob", HOME, "shop"));
        assertEquals(Optional.empty(), store().load("ann", "no such id"));
        assertEquals(Optional.of(ann), store().load("ann", ann.id()));
    }

    /** Data are replaced whole; nothing may be null but values. */
    @Test
    public void keepsOtherData() {
        StoredSession ann = opens("ann", HOME, "shop");
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("seen", null);
        data.put("pages", 3);
        data.put("tags", new ArrayList<>(List.of("new")));
        assertTrue(store().store("ann", ann.id(), data));
        assertEquals(data, store().load("ann", ann.id()).orElseThrow().data());
    }

    /** What a caller changes later changes nothing in the store. */
    @Test
    public void sharesNothingWithItsCallers() {
        List<String> cart = new ArrayList<>(List.of("milk"));
        Map<String, @Nullable Object> data = new HashMap<>(Map.of("cart", cart));
        StoredSession ann = store().open(user("ann"), HOME, "shop", data);
        cart.add("tea");
        data.put("more", true);
        assertEquals(
                Map.of("cart", List.of("milk")),
                store().load("ann", ann.id()).orElseThrow().data());
    }

    /** Closed by where it is, once. */
    @Test
    public void closesASession() {
        StoredSession ann = opens("ann", HOME, "shop");
        StoredSession till = opens("ann", HOME, "till");
        assertTrue(store().close("ann", HOME, "shop"));
        assertFalse(store().close("ann", HOME, "shop"));
        assertEquals(Optional.empty(), store().load("ann", ann.id()));
        assertEquals(List.of(till), store().list("ann"));
        assertNotEquals(ann.id(), opens("ann", HOME, "shop").id());
    }

    /** Deleted by its id, once. */
    @Test
    public void deletesASession() {
        StoredSession ann = opens("ann", HOME, "shop");
        assertTrue(store().delete("ann", ann.id()));
        assertFalse(store().delete("ann", ann.id()));
        assertFalse(store().store("ann", ann.id(), Map.of()));
        assertEquals(List.of(), store().list("ann"));
    }

    /** Nobody asked for it: it is gone on time. One that was used is not. */
    @Test
    public void forgetsWhatNobodyAsksFor() {
        StoredSession idle = opens("ann", HOME, "shop");
        StoredSession used = opens("ann", HOME, "till");
        passes(timeout().minusSeconds(10));
        assertTrue(store().load("ann", used.id()).isPresent());
        passes(Duration.ofSeconds(11));
        assertEquals(Optional.empty(), store().load("ann", idle.id()));
        assertEquals(
                List.of(used.id()),
                store().list("ann").stream().map(StoredSession::id).toList());
        assertNotEquals(idle.id(), opens("ann", HOME, "shop").id());
    }

    /** Bad input names what is wrong. */
    @Test
    public void refusesWhatHasAnotherForm() {
        refuses(() -> store().open(Map.of("name", "Ann"), HOME, "shop", Map.of()), "id");
        refuses(() -> store().open(Map.of("id", ""), HOME, "shop", Map.of()), "id");
        refuses(() -> store().open(Map.of("id", 7), HOME, "shop", Map.of()), "id");
        refuses(() -> store().open(user("ann"), "a".repeat(256), "shop", Map.of()), "address");
        refuses(() -> store().open(user("ann"), HOME, "c".repeat(256), Map.of()), "client");
        assertEquals(List.of(), store().list("ann"));
    }

    private static void refuses(Runnable opening, String what) {
        CallException refused = assertThrows(CallException.class, opening::run);
        assertEquals("invalid", refused.code());
        assertTrue(refused.message().contains(what), refused.message());
    }

    /** Several who come at once from one place have one session. */
    @Test
    public void opensOneForThoseWhoComeAtOnce() {
        List<CompletableFuture<String>> opening = IntStream.range(0, 16)
                .mapToObj(each -> CompletableFuture.supplyAsync(
                        () -> opens("ann", HOME, "shop").id()))
                .toList();
        assertEquals(1, opening.stream().map(CompletableFuture::join).distinct().count());
        assertEquals(1, store().list("ann").size());
    }
}
