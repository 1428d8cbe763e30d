from django.urls import path

from portals.staff_console.work import alarms, calendar, notes, tags, tasks, wealth

urlpatterns = [
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/new/", tasks.new_task, name="task_new"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/done/", tasks.done, name="task_done"),
    path("tasks/<uuid:task_id>/drop/", tasks.drop, name="task_drop"),
    path("tasks/<uuid:task_id>/undo/", tasks.undo, name="task_undo"),
    path("calendar/", calendar.page, name="calendar"),
    path("calendar/feed/", calendar.feed_address, name="calendar_feed_address"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("wealth/", wealth.page, name="wealth"),
    path("wealth/new/", wealth.new_occasion, name="occasion_new"),
    path("wealth/<uuid:occasion_id>/remove/", wealth.remove, name="occasion_remove"),
    path("people/<uuid:lead_id>/note/", notes.write, name="note_new"),
    path("people/<uuid:lead_id>/note/<uuid:note_id>/", notes.change, name="note"),
    path("people/<uuid:lead_id>/note/<uuid:note_id>/pin/", notes.pin, name="note_pin"),
    path("people/<uuid:lead_id>/note/<uuid:note_id>/delete/", notes.delete, name="note_delete"),
    path("people/<uuid:lead_id>/tags/", tags.on_person, name="person_tags"),
    path("settings/signals/", alarms.settings, name="settings_signals"),
    path("settings/tags/", tags.settings, name="settings_tags"),
    path("settings/tags/<uuid:tag_id>/", tags.change, name="settings_tag"),
]
