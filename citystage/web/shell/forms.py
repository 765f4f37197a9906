"""Every form of the house is drawn by the shell's templates, those of packages as well."""

from django.forms.renderers import TemplatesSetting


class ShellRenderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.x.as_field_group }}`` with label, help, example and errors."""

    form_template_name = "shell/form.html"
    field_template_name = "shell/field.html"
