/**
 * Tests as dialogues: a server and its clients joined in memory, and time moved by hand.
 *
 * <pre>{@code
 * class TodosTest {
 *     @RegisterExtension
 *     final TestServerExtension todos = TestServerExtension.of(Todos.class);
 *
 *     @Test
 *     void addsATodo(TestClient client) {
 *         client.says("['call',1,'todos.add',['milk']]");
 *         client.hears("['act',1,null,{'type':'todos/added','payload':'*'}]");
 *         client.hears("['ret',1,{'id':1,'text':'milk'}]");
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.redstart.testkit;

import org.jspecify.annotations.NullMarked;
