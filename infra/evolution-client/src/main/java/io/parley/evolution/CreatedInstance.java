package io.parley.evolution;

/**
 * A new instance; its token never appears in its text form.
 *
 * @param token the instance's own key
 * @param connecting its QR code, when Evolution had one ready
 */
public record CreatedInstance(String id, String name, String token, Connecting connecting) {

    @Override
    public String toString() {
        return "CreatedInstance[id=" + id + ", name=" + name + "]";
    }
}
