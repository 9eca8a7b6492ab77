/*  log.h — the server's log: what administrators read to know what it does, and why it does not. */

#ifndef QCDC_LOG_H
#define QCDC_LOG_H

/*  One line to stderr: time, level, message.  Never a petition's text. */
void server_log (const char *level, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

#undef LOG_INFO /* czmq.h brings in syslog.h, which has these names for numbers */
#undef LOG_WARNING
#define LOG_INFO(...) server_log ("info", __VA_ARGS__)
#define LOG_WARNING(...) server_log ("warning", __VA_ARGS__)
#define LOG_ERROR(...) server_log ("error", __VA_ARGS__)

#endif
