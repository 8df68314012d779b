package io.redstart.dialogues;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnAction;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServerExtension;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ValidationTest {
    @RegisterExtension
    final TestServerExtension form = TestServerExtension.of(Form.class);

    public record Tag(@NotBlank String name) {}

    public record Todo(@NotBlank String text, List<@Valid Tag> tags) {}

    @Api("form")
    public static class Form {
        @Call
        public String add(@Valid Todo todo, @Max(5) int priority) {
            return todo.text();
        }

        @Call
        public String all(List<@Size(max = 2) String> words) {
            return String.join(" ", words);
        }

        @OnAction("form/added")
        public void added(@Valid Todo todo) {}
    }

    @Test
    void takesWhatHolds(TestClient client) {
        client.says("['call',1,'form.add',[{'text':'milk','tags':[{'name':'food'}]},5]]")
                .hears("['ret',1,'milk']");
        client.says("['call',2,'form.all',[['a','bc']]]").hears("['ret',2,'a bc']");
    }

    @Test
    void tellsEveryConstraintThatDoesNotHold(TestClient client) {
        client.says("['call',1,'form.add',[{'text':' ','tags':[{'name':'a'},{'name':''}]},6]]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':["
                + "{'path':'priority','message':'must be less than or equal to 5'},"
                + "{'path':'todo.tags[1].name','message':'must not be blank'},"
                + "{'path':'todo.text','message':'must not be blank'}]}]");
    }

    @Test
    void looksIntoCollections(TestClient client) {
        client.says("['call',1,'form.all',[['a','long']]]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':["
                + "{'path':'words[1]','message':'size must be between 0 and 2'}]}]");
    }

    @Test
    void checksActionsToo(TestClient client) {
        client.says("['act',1,null,{'type':'form/added','payload':{'text':'','tags':[]}}]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':[{'path':'todo.text','message':'*'}]}]");
        client.says("['act',2,null,{'type':'form/added','payload':{'text':'x','tags':[]}}]");
        client.hears("['ret',2,null]");
    }
}
