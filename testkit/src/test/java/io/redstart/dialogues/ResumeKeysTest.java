package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Nobody gets into a session by guessing, and a guess tells nothing. */
class ResumeKeysTest {
    private static final int GUESSES = 10_000;

    @RegisterExtension
    final TestServerExtension remembering = TestServerExtension.of(Diary.class);

    private final Random random = new Random(7);

    @Api
    public static class Diary {
        private String line = "";

        @Call
        public void write(String text) {
            line = text;
        }

        @Call
        public String read() {
            return line;
        }
    }

    private String random(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
    }

    private static TestClient guesses(TestServer server, String sid, String key) {
        TestClient client = server.connects();
        return client.saysExactly(
                "[\"hello\",{\"v\":1,\"resume\":{\"sid\":\"" + sid + "\",\"key\":\"" + key + "\",\"seen\":0}}]");
    }

    /** What a guess was answered, apart from the numbers that are new in each answer. */
    private static String shape(JsonNode welcome) {
        return welcome.toString()
                .replaceAll("\"sid\":\"[^\"]*\"", "\"sid\":\"\"")
                .replaceAll("\"key\":\"[^\"]*\"", "\"key\":\"\"");
    }

    @Test
    void letsNobodyInWhoGuesses(TestServer server, TestClient owner) {
        owner.says("['call',1,'write',['mine']]").hears("['ret',1,null]");
        owner.cut();
        Set<String> answers = new HashSet<>();
        Set<String> sids = new HashSet<>();
        for (int i = 0; i < GUESSES; i++) {
            // of every second guess the session is right, which is no secret
            TestClient thief = guesses(server, i % 2 == 0 ? owner.sid() : random(16), random(32));
            JsonNode welcome = thief.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
            answers.add(shape(welcome));
            sids.add(thief.sid());
            if (i == 0) {
                thief.says("['call',1,'read',[]]").hears("['ret',1,'']");
            }
            thief.closes();
        }
        assertThat(answers)
                .as("a guess does not tell whether the session is there")
                .hasSize(1);
        assertThat(sids).hasSize(GUESSES).doesNotContain(owner.sid());
        TestClient back = owner.resumes();
        assertThat(back.sid()).isEqualTo(owner.sid());
        back.says("['call',2,'read',[]]").hears("['ret',2,'mine']");
        assertThat(server.protocolErrors()).isZero();
    }

    @Test
    void doesNotTakeAKeyThatIsNearlyRight(TestServer server, TestClient owner) {
        owner.cut();
        String key = owner.key();
        char other = key.charAt(0) == 'A' ? 'B' : 'A';
        for (String nearly : new String[] {
            "",
            " " + key,
            key + " ",
            key + "=",
            key.substring(1),
            other + key.substring(1),
            key.toLowerCase(Locale.ROOT),
            key + key
        }) {
            if (!nearly.equals(key)) {
                guesses(server, owner.sid(), nearly).hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
            }
        }
        owner.resumes();
    }

    @Test
    void takesNoKeyHoweverLong(TestServer server, TestClient owner) {
        owner.cut();
        guesses(server, owner.sid(), "k".repeat(7_000)).hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        guesses(server, "s".repeat(7_000), owner.key()).hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        owner.resumes();
    }
}
