/// What kind of device it is, and so whose gateway it is reached by.
enum Platform: Sendable {
    case ios
    case android
    case windows
    case web
}
