package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnEvent;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A client names no class: whatever it says becomes plain data, or one of the types that the author allowed. */
class PolymorphicPayloadsTest {
    @RegisterExtension
    final TestServerExtension taking = TestServerExtension.of(Taking.class);

    /** What no client may make. */
    public static class Trap {
        static final AtomicInteger MADE = new AtomicInteger();

        public Trap() {
            MADE.incrementAndGet();
        }

        public Trap(String text) {
            MADE.incrementAndGet();
        }

        public void setCommand(Object command) {
            MADE.incrementAndGet();
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cat.class, name = "cat"),
        @JsonSubTypes.Type(value = Dog.class, name = "dog")
    })
    public sealed interface Pet permits Cat, Dog {}

    public record Cat(String name) implements Pet {}

    public record Dog(String name) implements Pet {}

    public record Box(Object content, Map<String, Object> more) {}

    @Api("taking")
    public static class Taking {
        static volatile String event = "";

        @Call
        public String any(Object value) {
            return classes(value);
        }

        @Call
        public String map(Map<String, Object> value) {
            return classes(value);
        }

        @Call
        public String list(List<Object> value) {
            return classes(value);
        }

        @Call
        public String box(Box value) {
            return classes(value.content()) + " " + classes(value.more());
        }

        @Call
        public String maybe(Optional<Object> value) {
            return value.map(Taking::classes).orElse("");
        }

        @Call
        public String tree(JsonNode value) {
            return classes(value.isNull() ? null : value.toString());
        }

        @Call
        public String pet(Pet value) {
            return value.getClass().getSimpleName();
        }

        @OnEvent("any")
        public void heard(Object value) {
            event = classes(value);
        }

        /** The names of all classes in a value. */
        private static String classes(Object value) {
            TreeSet<String> names = new TreeSet<>();
            collect(value, names);
            return String.join(" ", names);
        }

        private static void collect(Object value, Set<String> names) {
            if (value != null) {
                names.add(value.getClass().getName());
            }
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, item) -> {
                    collect(key, names);
                    collect(item, names);
                });
            } else if (value instanceof List<?> list) {
                list.forEach(item -> collect(item, names));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'@class':'java.lang.ProcessBuilder','command':['id']}",
                "{'@class':'TRAP','command':'id'}",
                "{'@type':'TRAP'}",
                "{'@c':'.Trap'}",
                "{'class':'TRAP'}",
                "{'javaClass':'TRAP'}",
                "{'$type':'TRAP'}",
                "{'kind':'TRAP'}",
                "{'type':'TRAP'}",
                "['TRAP',{}]",
                "['TRAP','text']",
                "['java.lang.ProcessBuilder',['id']]",
                "['java.net.URL','http://127.0.0.1:1/']",
                "['javax.naming.InitialContext',{}]",
                "['com.sun.rowset.JdbcRowSetImpl',{'dataSourceName':'ldap://127.0.0.1:1/x','autoCommit':true}]",
                "['org.springframework.context.support.ClassPathXmlApplicationContext','http://127.0.0.1:1/x.xml']",
                "[['TRAP',{}],{'@class':['TRAP',{}]}]",
                "{'@class':{'@class':'TRAP'},'__proto__':{'@type':'TRAP'}}"
            })
    void makesPlainDataOfIt(String written, TestServer server, TestClient client) {
        String payload = written.replace("TRAP", Trap.class.getName());
        int before = Trap.MADE.get();
        int id = 0;
        for (String method : new String[] {"any", "map", "list", "maybe", "tree", "pet"}) {
            client.says("['call'," + ++id + ",'taking." + method + "',[" + payload + "]]");
            isPlain(client.hears("['*'," + id + ",'*']"));
        }
        client.says("['call'," + ++id + ",'taking.box',[{'content':" + payload + ",'more':{'a':" + payload + "}}]]");
        isPlain(client.hears("['ret'," + id + ",'*']"));
        client.says("['call'," + ++id + ",'taking.any',{'value':" + payload + ",'@class':1}]");
        isPlain(client.hears("['err'," + id + ",{'code':'invalid','*':'*'}]"));
        client.says("['evt','any'," + payload + "]");
        server.settles();
        assertThat(List.of(Taking.event.split(" "))).allMatch(PolymorphicPayloadsTest::isPlain);
        assertThat(Trap.MADE).hasValue(before);
    }

    private static void isPlain(JsonNode answer) {
        if (answer.get(0).asString().equals("err")) {
            assertThat(answer.get(2).get("code").asString()).isEqualTo("invalid");
            assertThat(answer.get(2).get("message").asString())
                    .doesNotContain("Trap")
                    .doesNotContain("java.")
                    .doesNotContain("subtype");
        } else {
            assertThat(List.of(answer.get(2).asString().split(" "))).allMatch(PolymorphicPayloadsTest::isPlain);
        }
    }

    private static boolean isPlain(String type) {
        return type.isEmpty()
                || List.of("java.lang.String", "java.lang.Integer", "java.lang.Boolean")
                        .contains(type)
                || List.of("java.util.LinkedHashMap", "java.util.ArrayList").contains(type);
    }
}
