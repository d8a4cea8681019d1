from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pact', '0003_actielog_antwoord'),
    ]

    operations = [
        migrations.AlterField(
            model_name='actie',
            name='activiteit',
            field=models.CharField(max_length=600, verbose_name='wat er gebeurt'),
        ),
    ]
