import ArgumentParser
import TrackingLog

/// JSON pointers into payloads, which every sender lays out differently.
struct PointerOptions: ParsableArguments {
    @Option(
        name: .customLong("person-pointer"),
        help: ArgumentHelp(
            "Where in a payload the person's id stands, a JSON pointer (default: /md/user_id).", valueName: "pointer"),
        transform: PointerOptions.pointer)
    var person = JSONPointer.userID

    @Option(
        name: .customLong("name-pointer"),
        help: ArgumentHelp(
            "Where in a payload the message's name stands, a JSON pointer (default: /md/name).", valueName: "pointer"),
        transform: PointerOptions.pointer)
    var name = JSONPointer.name

    private static func pointer(_ text: String) throws -> JSONPointer {
        guard let pointer = JSONPointer(text) else {
            throw ValidationError("not a JSON pointer (RFC 6901); write /md/user_id")
        }
        return pointer
    }
}
